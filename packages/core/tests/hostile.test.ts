import { describe, expect, it } from "vitest";
import { type Files, link, read } from "../src/index.js";
import { patience } from "./runs.js";

/* The worst that somebody can put into a file of the largest size. Each ends, with a problem and without an exception. */

const files: Files = { load: () => ({ refused: "There is no such file" }) };
const path = "a.runbook.yaml";
const head = 'runwright: 1\nid: a\ntitle: T\nversion: "1.0.0"\n';
const steps = "procedures:\n  - id: p\n    title: P\n    steps:\n      - id: s\n        title: S\n";

/** As many as fit into a file, with room for what stands around them. */
function filled(part: string | ((index: number) => string), bytes = 1024 * 1024 - 1024): string {
  if (typeof part === "string") return part.repeat(Math.floor(bytes / Buffer.byteLength(part)));
  const parts: string[] = [];
  for (let index = 0, length = 0; length < bytes - 100; index++)
    length += parts[parts.push(part(index)) - 1]?.length ?? 0;
  return parts.join("");
}

function problemsOf(text: string): number {
  const file = read(text, { path });
  return file.problems.length + (link(file, files)?.problems.length ?? 0);
}

describe("a file of the largest size, full of one thing,", () => {
  it.each([
    ...[
      "[",
      "{",
      "- ",
      "? ",
      "&a ",
      "*a ",
      "!",
      '"',
      "'",
      "#",
      "|",
      ">",
      "\r",
      "\t",
      " ",
      "\n",
      "a: \n",
      "a: ",
      "{{",
      "{{a}}",
    ],
    ...[
      "&a\n",
      "!t &a ",
      "[]",
      "[a: b, ",
      "{a: b}: c\n",
      "a:\n ",
      "- a: 1\n",
      ": ",
      "%",
      "---\n",
      "\\",
      "\u2028",
      "\ufeff",
      "😀",
      "0",
      ".",
    ],
  ])(
    "is a problem: %j",
    (part) => {
      expect(problemsOf(filled(part))).toBeGreaterThan(0);
      expect(problemsOf(`[${filled(part)}]`)).toBeGreaterThan(0);
    },
    patience,
  );

  it("has at most 10,000 levels before it is refused", () => {
    for (const part of ["[", "{a: ", "- ", "? "]) {
      const { problems } = read(filled(part, 10_000 * part.length), { path });
      expect(problems.map(({ message }) => message)).toEqual(["The file is nested more than 64 levels deep"]);
    }
  });
});

describe("a runbook of the largest size", () => {
  it.each([
    ["fields that nobody knows", head + filled((index) => `k${index}:\n`) + steps],
    ["the same field again and again", head + filled("id: b\n") + steps],
    ["references to what is not there, in one text", `${head}summary: "${filled("{{b}}")}"\n${steps}`],
    [
      "references to many things that are not there",
      `${head}summary: "${filled((index) => `{{b${index}}} `)}"\n${steps}`,
    ],
    ["steps", head + steps + filled((index) => `      - id: s${index}\n        title: S\n`)],
    [
      "names that are nearly those of others",
      `${head}parties:\n${filled((index) => `  - { id: p${"a".repeat(50)}${index}, name: N }\n`, 500_000)}${steps}${Array.from(
        { length: 1900 },
        (_, index) => `      - { id: s${index}, title: S, by: p${"a".repeat(49)}b${index} }\n`,
      ).join("")}`,
    ],
    ["one id", `${head}parties:\n${filled("  - { id: b, name: N }\n")}${steps}`],
    [
      "ids that are none",
      `${head}parties:\n${filled((index) => `  - { id: B${index}, name: N }\n`)}${steps}`,
    ],
  ])(
    "that holds %s is a problem",
    (_, text) => {
      expect(problemsOf(text)).toBeGreaterThan(0);
    },
    patience,
  );

  it.each([
    ["blanks", `${head}summary: "x${filled(" ")}x"\n${steps}`],
    ["tabs in a block", `${head}summary: |\n  x${filled("\t")}x\n${steps}`],
    ["empty lines", `${head}summary: |\n  x${filled("\n")}  x\n${steps}`],
    ["empty lines that count", `${head}x-a: |+\n  x${filled("\n")}${steps}`],
    ["blanks in the last lines of a text", `${head}x-a: |\n  x\n${filled("   \n")}${steps}`],
    ["escapes", `${head}summary: "${filled("\\u0041")}"\n${steps}`],
    ["broken templates", `${head}summary: "${filled("{{a.")}"\n${steps}`],
    ["tags", `${head}tags:\n${filled((index) => `  - t${index}\n`)}${steps}`],
    ["parties", `${head}parties:\n${filled((index) => `  - { id: p${index}, name: N }\n`)}${steps}`],
    ["keys of its own", head + filled((index) => `x-${index}:\n`) + steps],
    ["comments", head + filled("# a\n") + steps],
  ])(
    "may be full of %s",
    (_, text) => {
      expect(problemsOf(text)).toBe(0);
    },
    patience,
  );
});
