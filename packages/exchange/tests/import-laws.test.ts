import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { patience, runs } from "../../core/tests/runs.js";
import { imported } from "./importing.js";

/** Words that stand once on a page, so that not one of them can hide behind another. */
let count = 0;
const word = fc.constant(null).map(() => `w${(count++).toString(36)}x`);
const words = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: word },
      fc.constantFrom("Check", "If it fails,", "escalate", "to", "the", "team.", "Ünïcode", "再起動"),
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((list) => list.join(" "));
const inline = fc.oneof(
  { weight: 6, arbitrary: words },
  fc.tuple(words, word).map(([text, target]) => `[${text}](https://${target}.example/a?b=${target})`),
  words.map((text) => `\`kubectl get ${text}\``),
  words.map((text) => `**${text}** _${text}_`),
  fc.constantFrom(
    "{{shop}}",
    "{{ .Values.x }}",
    "<pod-name>",
    "![chart](chart.svg)",
    "<!-- why -->",
    "`CNAME`s",
    "&lt;b&gt;",
    "a\\*b",
    "[label]",
    "#",
    "1.",
  ),
);
const line = fc.array(inline, { minLength: 1, maxLength: 3 }).map((list) => list.join(" "));
const fence = fc
  .tuple(
    fc.constantFrom("", "bash", "console", "yaml", "sql", "text", "sh title=x"),
    fc.array(words, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("```", "~~~", "````"),
  )
  .map(([info, lines, marks]) =>
    [
      `${marks}${info}`,
      ...lines.map(
        (text, index) => `${index % 2 === 0 && info === "console" ? "$ " : ""}kubectl get <pod> ${text}`,
      ),
      marks,
    ].join("\n"),
  );
const indent = (text: string, by: string) => text.replace(/\n(?=.)/g, `\n${by}`);
const block: fc.Arbitrary<string> = fc.letrec<{ block: string; list: string }>((tie) => ({
  block: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    line,
    fence,
    tie("list"),
    tie("block").map((text) => `> ${text.replace(/\n/g, "\n> ")}`),
    line.map((text) => `| a | b |\n| - | - |\n| ${text.replaceAll("|", "/")} | c |`),
    words.map((text) => `<details><summary>${text}</summary></details>`),
    word.map((label) => `[${label}]: https://${label}.example`),
    fc.constantFrom("---", "{% if x %}", "{{< note >}}", "<%= erb %>", "    indented code"),
  ),
  list: fc
    .array(fc.tuple(line, fc.option(tie("block"))), { minLength: 1, maxLength: 3 })
    .chain((items) =>
      fc
        .constantFrom("-", "*", "1.", "1)", "- [ ]", "- [x]")
        .map((mark) =>
          items
            .map(
              ([text, inner]) =>
                `${mark} ${text}${inner === null ? "" : `\n\n     ${indent(inner, "     ")}`}`,
            )
            .join("\n"),
        ),
    ),
})).block;
const heading = fc
  .tuple(
    fc.integer({ min: 1, max: 6 }),
    fc.oneof(
      line,
      fc.constantFrom(
        "Meaning",
        "Impact",
        "Diagnosis",
        "Mitigation",
        "Prerequisites",
        "See also",
        "Contacts",
        "Overview",
        "Steps",
        "",
      ),
    ),
  )
  .map(([level, text]) => `${"#".repeat(level)} ${text}`);
const page = fc
  .tuple(
    fc.constantFrom("", "---\ntitle: Front\ntags: [one, two]\n---\n", "+++\ntitle = 'x'\n+++\n"),
    fc.array(fc.oneof({ weight: 2, arbitrary: block }, heading), { maxLength: 12 }),
    fc.constantFrom("\n", "\r\n"),
  )
  .map(([front, blocks, end]) => `${front}${blocks.join("\n\n")}\n`.replaceAll("\n", end));

describe("import's laws", () => {
  test(
    "every word of a page is in the result, which reads back without problems in both spellings",
    () => {
      fc.assert(
        fc.property(page, (text) => {
          imported(text);
        }),
        runs(400),
      );
    },
    patience,
  );

  test(
    "the same of texts that no person would write",
    () => {
      const marks = fc.constantFrom(..."#*_`~[]()<>!|-+>:{}%&\\$@\"'\n\t 1aé字\u200b\u0007");
      const text = fc.oneof(
        fc.string({ unit: marks, maxLength: 200 }),
        fc.string({ unit: "grapheme", maxLength: 60 }),
      );
      fc.assert(
        fc.property(text, (hostile) => {
          imported(hostile);
          imported(`# a\n\n## Steps\n\n1. a\n\n   \`\`\`bash\n   ${hostile}\n   \`\`\`\n`);
        }),
        runs(400),
      );
    },
    patience,
  );

  test("what is very deep or very long takes no more than its length", () => {
    const pages = [
      "> ".repeat(2000),
      Array.from({ length: 400 }, (_, depth) => `${"  ".repeat(depth)}- a`).join("\n"),
      `If it ${"fails, ".repeat(5000)}`,
      `# ${"a: ".repeat(20_000)}`,
      `## Contacts\n\n- ${"a - ".repeat(20_000)}`,
      `\`\`\`bash\n${"<pod> ".repeat(10_000)}\n\`\`\``,
      `\`\`\`console\n${"$ a\nb\n".repeat(900)}\`\`\``,
      "a\n\n".repeat(5000),
    ];
    for (const text of pages) {
      const begin = performance.now();
      imported(`${text}\n\nword`);
      expect(performance.now() - begin).toBeLessThan(10_000);
    }
  }, 60_000);
});
