import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ClosureFile,
  canonicalJson,
  contentDigest,
  contentManifest,
  digest,
  meaningDigest,
  write,
} from "../src/index.js";
import { models, runbooks } from "./arbitraries.js";
import { linkTexts } from "./linking.js";
import { patience, runs } from "./runs.js";

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");
const bytes = (text: string) => new TextEncoder().encode(text);
const file = (path: string, text: string, mode: ClosureFile["mode"] = "100644"): ClosureFile => ({
  path,
  mode,
  bytes: bytes(text),
});

describe("the content digest", () => {
  const files = [
    file("b/x.fragment.yaml", "x"),
    file("a.runbook.yaml", "a"),
    file("b/run.sh", "#!/bin/sh\n", "100755"),
  ];

  it("is the SHA-256 of a text that anybody can write down", () => {
    const text = [
      "runwright-content/v1\n",
      `100644 ${sha256("a")} 1 a.runbook.yaml\0\n`,
      `100755 ${sha256("#!/bin/sh\n")} 10 b/run.sh\0\n`,
      `100644 ${sha256("x")} 1 b/x.fragment.yaml\0\n`,
    ].join("");
    expect(contentDigest(files)).toBe(`sha256:${sha256(text)}`);
  });

  it("sorts paths by their bytes, neither by a locale nor by UTF-16", () => {
    const names = ["é", "z", "Z", "a/b", "a-b", "\u{1F600}", "\uff5e", "a", "ab"];
    const expected = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(contentManifest(names.map((name) => file(name, ""))).map(({ path }) => path)).toEqual(expected);
  });

  it(
    "changes with one flipped bit, one mode, one path and one file less, and not with the order of the files",
    () => {
      const closures = fc.uniqueArray(
        fc.record({
          path: fc.string({ minLength: 1, unit: "grapheme" }).filter((path) => !path.includes("\0")),
          mode: fc.constantFrom("100644" as const, "100755" as const),
          bytes: fc.uint8Array({ maxLength: 20 }),
        }),
        { minLength: 1, maxLength: 5, selector: ({ path }) => path },
      );
      fc.assert(
        fc.property(closures, fc.nat(), fc.nat(), (closure, which, where) => {
          const before = contentDigest(closure);
          expect(contentDigest([...closure].reverse())).toBe(before);
          const index = which % closure.length;
          const changed = (change: (file: ClosureFile) => Partial<ClosureFile>) =>
            contentDigest(closure.map((each, at) => (at === index ? { ...each, ...change(each) } : each)));
          expect(changed(({ mode }) => ({ mode: mode === "100644" ? "100755" : "100644" }))).not.toBe(before);
          expect(
            changed(({ path }) => ({ path: `${path}${closure.map((each) => each.path).join("")}x` })),
          ).not.toBe(before);
          expect(changed((each) => ({ bytes: Uint8Array.from([...each.bytes, 0]) }))).not.toBe(before);
          const flip = (data: Uint8Array) =>
            data.map((byte, at) => (at === where % data.length ? byte ^ (1 << (where % 8)) : byte));
          if (closure[index]?.bytes.length)
            expect(changed((each) => ({ bytes: flip(each.bytes) }))).not.toBe(before);
          if (closure.length > 1)
            expect(contentDigest(closure.filter((_, at) => at !== index))).not.toBe(before);
        }),
        runs(300),
      );
    },
    patience,
  );

  it("cannot be made of nothing, of a path twice, or of what is no regular file", () => {
    expect(() => contentDigest([])).toThrow("Expected at least the file of the runbook");
    expect(() => contentDigest([file("a", "1"), file("a", "2")])).toThrow(
      "Expected each path once, got `a` twice",
    );
    expect(() => contentDigest([file("a\0b", "")])).toThrow("Expected a path without a zero byte");
    // As JavaScript may call it.
    const link = { ...file("a", "b"), mode: "120000" } as unknown as ClosureFile;
    expect(() => contentDigest([link])).toThrow("Expected a regular file, got mode 120000 for `a`");
  });
});

const runbook = (head = "", step = "") => `runwright: 1
id: a
title: A
version: "1.0.0"
${head}procedures:
  - id: p
    title: P
    steps:
      - id: s
        title: S
${step}`;

const meaningOf = (text: string, others: Readonly<Record<string, string>> = {}) =>
  meaningDigest(linkTexts({ "books/a.runbook.yaml": text, ...others }));

describe("the meaning digest", () => {
  const before = meaningOf(runbook("risk: low\n"));

  it("is the SHA-256 of a text that anybody can write down", () => {
    const text =
      '{"id":"a","procedures":[{"id":"p","steps":[{"id":"s","title":"S"}],"title":"P"}],"risk":"low","runwright":1,"title":"A"}';
    expect(before).toBe(`sha256:${sha256(`runwright-meaning/v1\n${text}`)}`);
  });

  it.each([
    ["a comment", runbook("risk: low # why\n")],
    ["quotes and layout", runbook('"risk":   "low"\n\n')],
    ["the version", runbook("risk: low\n").replace("1.0.0", "2.0.0")],
    ["the review", runbook('risk: low\nreview: { every: 90d, last: "2026-01-01" }\n')],
    [
      "the revisions",
      runbook('risk: low\nrevisions: [{ version: "1.0.0", date: "2026-01-01", summary: First }]\n'),
    ],
    ["line ends", runbook("risk: low\n").replaceAll("\n", "\r\n")],
    [
      "the order of fields",
      runbook().replace("title: A\n", "").replace("id: a\n", "risk: low\ntitle: A\nid: a\n"),
    ],
  ])("is not changed by %s", (_, text) => expect(meaningOf(text)).toBe(before));

  it.each([
    ["a field", runbook("risk: high\n")],
    ["a word", runbook("risk: low\n").replace("title: S", "title: T")],
    ["an `x-` field", runbook("risk: low\nx-team: a\n")],
    ["the order of steps", runbook("risk: low\n", "      - { id: t, title: T }\n")],
  ])("is changed by %s", (_, text) => expect(meaningOf(text)).not.toBe(before));

  it("is the same for one item and for a list of it, and for text that only looks different", () => {
    const step = (rest: string) => runbook("risk: low\n", `        ${rest}\n`);
    expect(meaningOf(step("do: p"))).toBe(meaningOf(step("do: [p]")));
    expect(meaningOf(step('text: "A\\nb"'))).toBe(meaningOf(step("text: |\n          A\n          b\n")));
  });

  it("does not see in which file a part stands, and sees where its script is", () => {
    const procedures = (file: string) => `  - id: q
    title: Q
    steps:
      - { id: r, title: R, command: { shell: sh, file: ${file}, effect: reads } }
`;
    const whole = meaningOf(`${runbook("terms: [{ term: T, means: M }]\n")}${procedures("scripts/r.sh")}`);
    const parted = (file: string) =>
      meaningOf(runbook("uses: [../shared/f.fragment.yaml]\n"), {
        "shared/f.fragment.yaml": `runwright: 1\nkind: fragment\nid: f\nterms: [{ term: T, means: M }]\nprocedures:\n${procedures(file)}`,
      });
    expect(parted("../books/scripts/r.sh")).toBe(whole);
    expect(parted("scripts/r.sh")).not.toBe(whole);
  });

  it("sees the fields of a fragment's own", () => {
    const using = (more: string) =>
      meaningOf(runbook("uses: [f.fragment.yaml]\n"), {
        "books/f.fragment.yaml": `runwright: 1\nkind: fragment\nid: f\n${more}`,
      });
    expect(using("x-team: a\n")).not.toBe(using(""));
    expect(using("")).toBe(meaningOf(runbook()));
  });

  it(
    "exists for every model",
    () => {
      fc.assert(
        fc.property(models, (model) => {
          expect(meaningDigest(linkTexts({ "a.runbook.yaml": write(model) }))).toMatch(
            /^sha256:[0-9a-f]{64}$/,
          );
        }),
        runs(100),
      );
    },
    patience,
  );
});

it("gives what the command line prints", () => {
  const linked = linkTexts({ "books/a.runbook.yaml": runbook() });
  const files = [file("books/a.runbook.yaml", runbook())];
  expect(digest(linked, files)).toEqual({
    file: "books/a.runbook.yaml",
    id: "a",
    version: "1.0.0",
    contentDigest: contentDigest(files),
    meaningDigest: meaningDigest(linked),
    closure: [{ path: "books/a.runbook.yaml", mode: "100644", sha256: sha256(runbook()) }],
  });
});

describe("canonical JSON (RFC 8785)", () => {
  it("is that of the example in section 3.2.2", () => {
    const value: unknown = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    );
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it("sorts keys by UTF-16, as in section 3.2.3", () => {
    const keys = ["\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6"];
    const sorted = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"];
    const value = Object.fromEntries(keys.map((key) => [key, 0]));
    expect(canonicalJson(value)).toBe(`{${sorted.map((key) => `${JSON.stringify(key)}:0`).join(",")}}`);
  });

  it.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["44b52d02c7e14af7", "1.0000000000000001e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("spells the number of appendix B with the bits %s as %s", (bits, text) => {
    expect(canonicalJson(Buffer.from(bits, "hex").readDoubleBE())).toBe(text);
  });

  it("has no infinity and nothing that is not JSON", () => {
    expect(() => canonicalJson(Number.NaN)).toThrow("Expected a value that JSON has, got NaN");
    expect(() => canonicalJson([() => 1])).toThrow("Expected a value that JSON has");
  });

  it(
    "is the same for equal values whatever the order of their keys, and reads back as the value",
    () => {
      const reversed = (part: unknown): unknown => {
        if (Array.isArray(part)) return part.map(reversed);
        if (typeof part !== "object" || part === null) return part;
        return Object.fromEntries(
          Object.entries(part)
            .reverse()
            .map(([key, item]) => [key, reversed(item)]),
        );
      };
      fc.assert(
        fc.property(runbooks, (value) => {
          expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
          expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
        }),
        runs(100),
      );
    },
    patience,
  );
});
