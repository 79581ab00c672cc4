import { createProblem, createSource, type Problem, type Source } from "@runwright/core";
import { describe, expect, test } from "vitest";
import { codeFrame, type Mark } from "../src/report/frame.js";
import { jsonReport } from "../src/report/json.js";
import { createPaint } from "../src/report/paint.js";
import { prettyFailure, prettyReport } from "../src/report/pretty.js";
import { type Report, summarize } from "../src/report/report.js";

const paint = createPaint({ color: false });
const plain = { paint, color: (text: string) => text };

/** A text in which `[|…|]` is the main mark and `[/…/]` another one, as its frame. */
function frame(marked: string, label?: string): string {
  const marks: Mark[] = [];
  let text = marked;
  for (const [open, close, main] of [
    ["[|", "|]", true],
    ["[/", "/]", false],
  ] as const) {
    const start = text.indexOf(open);
    if (start < 0) continue;
    text = text.replace(open, "");
    const end = text.indexOf(close);
    text = text.replace(close, "");
    if (!main)
      for (const mark of marks)
        if (mark.start > start) Object.assign(mark, { start: mark.start - 4, end: mark.end - 4 });
    marks.push({ start, end, main, ...(label !== undefined && !main && { label }) });
  }
  return codeFrame(createSource("a.yaml", text), marks, plain).join("\n");
}

describe("the frame of code underlines exactly what is meant", () => {
  test("with a line of context on either side", () => {
    expect(frame("one: 1\ntwo: [|two|]\nthree: 3\nfour: 4\n")).toBe(
      ["1 │ one: 1", "2 │ two: two", "  │      ━━━", "3 │ three: 3"].join("\n"),
    );
  });

  test("without blank lines at its edges", () => {
    expect(frame("one: 1\n\ntwo: [|two|]\n\nthree: 3\n")).toBe(["3 │ two: two", "  │      ━━━"].join("\n"));
  });

  test("behind a tab, which is an arrow", () => {
    expect(frame("\tb: [|c|]\td\n")).toBe(["1 │ →   b: c→   d", "  │        ━"].join("\n"));
  });

  test("behind and under characters of two columns, of none, and of several code points", () => {
    expect(frame("漢字: [|👩‍🚒é|] e\u0301\n")).toBe(["1 │ 漢字: 👩‍🚒é e\u0301", "  │       ━━━"].join("\n"));
    expect(frame("e\u0301: [|x|]\n")).toBe(["1 │ e\u0301: x", "  │    ━"].join("\n"));
  });

  test("behind what had to be made visible", () => {
    expect(frame("a\u202e\u001b: [|x|]\n")).toBe(["1 │ a<U+202E>␛: x", "  │             ━"].join("\n"));
  });

  test("with CRLF and lone CR line ends", () => {
    expect(frame("one: 1\r\ntwo: [|2|]\r\nthree: 3\rfour: 4")).toBe(
      ["1 │ one: 1", "2 │ two: 2", "  │      ━", "3 │ three: 3"].join("\n"),
    );
  });

  test("at a place without width, and at the end of the file", () => {
    expect(frame("a: [||]b\n")).toBe(["1 │ a: b", "  │    ━"].join("\n"));
    expect(frame("a: b[||]")).toBe(["1 │ a: b", "  │     ━"].join("\n"));
    expect(frame("a: b\n[||]")).toBe(["1 │ a: b", "2 │", "  │ ━"].join("\n"));
  });

  test("over several lines, without their indentation, and no more than four", () => {
    expect(frame("a:\n  - [|b\n    c\n    d|]\n")).toBe(
      ["1 │ a:", "2 │   - b", "  │     ━", "3 │     c", "  │     ━", "4 │     d", "  │     ━"].join("\n"),
    );
    expect(frame(`[|${"x\n".repeat(9)}|]`).split("\n")).toHaveLength(9);
  });

  test("in a line that is too long, around the mark", () => {
    const [line, mark] = frame(`a: ${"x".repeat(300)}[|HERE|]${"y".repeat(300)}\n`).split("\n");
    expect(line).toBe(`1 │ …${"x".repeat(33)}HERE${"y".repeat(63)}…`);
    expect(mark).toBe(`  │ ${" ".repeat(34)}━━━━`);
    const emoji = frame(`${"😀".repeat(200)}[|x|]${"😀".repeat(200)}\n`);
    expect(emoji).not.toMatch(/<U\+D/);
  });

  test("and what is related, in the order of the lines, with what it is", () => {
    expect(
      frame("a:\n  - id: [/one/]\n    x: 1\n    y: 2\n    z: 3\n  - id: [|one|]\n", "the first one"),
    ).toBe(
      [
        "2 │   - id: one",
        "  │         ─── the first one",
        "· ·",
        "5 │     z: 3",
        "6 │   - id: one",
        "  │         ━━━",
      ].join("\n"),
    );
    expect(frame("[/one/]: [|two|]\n", "this")).toBe(
      ["1 │ one: two", "  │      ━━━", "  │ ─── this"].join("\n"),
    );
  });
});

const text = "runwright: 1\nid: a\nowner: nobody\n";
const source = createSource("ops/a.runbook.yaml", text);
const other = createSource("shared/p.fragment.yaml", "kind: fragment\nid: p\n");
const sources: Readonly<Record<string, Source>> = { [source.path]: source, [other.path]: other };

const problem: Problem = createProblem({
  rule: "reference-unknown",
  at: { source, start: 26, end: 32 },
  message: "`nobody` names no party",
  help: "Add a party with the id `nobody`, or name one that is there",
  related: [{ at: { source: other, start: 19, end: 20 }, message: "a party could stand here" }],
  fix: { safe: false, title: "Write support", edits: [{ offset: 26, endOffset: 32, text: "support" }] },
});
const warning: Problem = { ...problem, severity: "warning", rule: "x-y", related: [] };
const report: Report = { problems: [problem, warning], failures: [], files: 2, skipped: 0 };
const look = { color: false, source: (file: string) => sources[file] };

describe("the report for people", () => {
  test("shows each problem with its place, what to do, and where the rule is explained", () => {
    expect(prettyReport({ ...report, problems: [problem] }, look)).toBe(`error  \`nobody\` names no party
  ops/a.runbook.yaml:3:8

  2 │ id: a
  3 │ owner: nobody
    │        ━━━━━━

  shared/p.fragment.yaml:2:5

  2 │ id: p
    │     ─ a party could stand here

  help  Add a party with the id \`nobody\`, or name one that is there
  rule  reference-unknown  https://runwright.dev/rules/reference-unknown

1 error in 2 files
\`runwright explain <rule>\` shows why a rule is there, with examples
`);
  });

  test("has colour where it is asked for, and the same words without it", () => {
    const colored = prettyReport(report, { ...look, color: true });
    expect(colored).toContain(
      "\u001b[1m\u001b[31merror\u001b[39m\u001b[22m  \u001b[1m`nobody` names no party\u001b[22m",
    );
    expect(colored.replaceAll(/\u001b\[\d+m/g, "")).toBe(prettyReport(report, look));
  });

  test("lets nothing from the input act on the terminal", () => {
    const nasty = {
      ...problem,
      message: "a\u001b[31m\nb",
      help: "c\u202e",
      file: "x\u0007.yaml",
      related: [],
    };
    const shown = prettyReport({ ...report, problems: [nasty] }, look);
    expect(shown).toContain("error  a␛[31m␊b\n  x␇.yaml:3:8\n");
    expect(shown).toContain("help  c<U+202E>");
  });

  test.each([
    [{ problems: [], files: 3 }, {}, "No problems in 3 files\n"],
    [{ problems: [], files: 1, skipped: 1 }, {}, "No problems in 1 file; 1 file not judged\n"],
    [{ problems: [], files: 0 }, {}, "Nothing was judged\n"],
    [{}, { maxWarnings: 0 }, "1 error and 1 warning in 2 files; more than 0 warnings\n"],
    [{ problems: [warning] }, { errorsOnly: true }, "1 warning in 2 files; only errors are shown\n"],
    [
      { problems: [{ ...warning, severity: "info" as const }] },
      { errorsOnly: true },
      "1 info in 2 files; only errors are shown\n",
    ],
  ])("ends with a line that counts: %#", (changes, options, line) => {
    const shown = prettyReport({ ...report, ...changes }, { ...look, ...options });
    expect(shown.split("\n\n").at(-1)?.split("\n")[0]).toBe(line.trimEnd());
  });

  test("tells a failure with its file, unless the message names it", () => {
    const help = "Do that";
    expect(prettyFailure({ file: "a", message: "It is broken", help }, { color: false })).toBe(
      "failed  It is broken\n  a\n  help  Do that\n",
    );
    expect(prettyFailure({ file: "a", message: "`a` is broken", help }, { color: false })).toBe(
      "failed  `a` is broken\n  help  Do that\n",
    );
  });
});

describe("the report for programs", () => {
  test("has everything, in the order of the promise", () => {
    expect(
      JSON.stringify(
        jsonReport({ ...report, failures: [{ message: "m", help: "h" }] }, { errorsOnly: true }),
        null,
        1,
      ),
    ).toBe(
      JSON.stringify(
        {
          version: 1,
          summary: { files: 2, errors: 1, warnings: 1, infos: 0, fixable: 2, skipped: 0 },
          problems: [
            {
              rule: "reference-unknown",
              severity: "error",
              confidence: "high",
              file: "ops/a.runbook.yaml",
              line: 3,
              column: 8,
              endLine: 3,
              endColumn: 14,
              offset: 26,
              endOffset: 32,
              message: "`nobody` names no party",
              help: "Add a party with the id `nobody`, or name one that is there",
              docs: "https://runwright.dev/rules/reference-unknown",
              related: [
                {
                  file: "shared/p.fragment.yaml",
                  line: 2,
                  column: 5,
                  endLine: 2,
                  endColumn: 6,
                  message: "a party could stand here",
                },
              ],
              fix: {
                safe: false,
                title: "Write support",
                edits: [{ offset: 26, endOffset: 32, text: "support" }],
              },
            },
          ],
          failures: [{ message: "m", help: "h" }],
        },
        null,
        1,
      ),
    );
  });

  test("counts all that was found, also what is not listed", () => {
    expect(summarize(report)).toEqual({ files: 2, errors: 1, warnings: 1, infos: 0, fixable: 2, skipped: 0 });
  });
});
