import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createSource, locate, type Place, type Places, type Runbook, read, readYaml } from "../src/index.js";
import { plainModel } from "./plain-model.js";
import { patience, runs } from "./runs.js";
import { chooser, spell } from "./spelling.js";

const head = 'runwright: 1\nid: a\ntitle: T\nversion: "1.0.0"\n';
const steps = "procedures:\n  - id: p\n    title: P\n    steps:\n      - id: s\n        title: S\n";

function modelOf(text: string): { runbook: Runbook; places: Places } {
  const { runbook, places, problems } = read(text, { path: "a.runbook.yaml" });
  if (!runbook || !places) throw new Error(problems.map(({ message }) => message).join("\n"));
  return { runbook, places };
}

const shown = (place: Place | undefined) => place?.source.text.slice(place.start, place.end);

describe("the place of something in a model", () => {
  const text = `${head}tags: [a, "b c"] # d
summary: |
  One line,
  and another.
risk: low
parties:
  - id: ops # of the night
    name: 'Ops'
    contact:
      - "#ops"
checklist: []
errors:
  - id: gone
    match:
      status: 404
      code: gone
    then: { retry: 1, else: { stop: No } }
${steps}`;
  const { runbook, places } = modelOf(text);
  const [party] = runbook.parties ?? [];
  const [error] = runbook.errors ?? [];

  it.each([
    ["a value without its quotes", () => places.of(runbook, "version"), "1.0.0"],
    ["a block scalar without its header", () => places.of(runbook, "summary"), "One line,\n  and another."],
    ["an item of a list", () => places.of(runbook.tags ?? [], 1), "b c"],
    ["a list in brackets", () => places.of(runbook, "tags"), '[a, "b c"]'],
    ["an empty list", () => places.of(runbook, "checklist"), "[]"],
    ["of a mapping the first line", () => party && places.of(party), "id: ops # of the night"],
    [
      "the same by the list that holds it",
      () => places.of(runbook.parties ?? [], 0),
      "id: ops # of the night",
    ],
    ["of a list in a block the first line", () => party && places.of(party, "contact"), '- "#ops"'],
    ["the whole model", () => places.of(runbook), "runwright: 1"],
    ["the name of a field", () => places.ofKey(runbook, "risk"), "risk"],
    [
      "the owner, where the field is not there",
      () => party && places.of(party, "does"),
      "id: ops # of the night",
    ],
    [
      "the owner, where the name is not there",
      () => party && places.ofKey(party, "does"),
      "id: ops # of the night",
    ],
    ["the owner, where the item is not there", () => places.of(runbook.tags ?? [], 7), '[a, "b c"]'],
    ["a list that is written as a single item", () => error && places.of(error.match), "status: 404"],
    ["the item of such a list", () => error && places.of(error.match, 0), "status: 404"],
    ["a field of such an item", () => error?.match[0] && places.of(error.match[0], "code"), "gone"],
    ["a field of an outcome", () => error?.then?.else && places.of(error.then.else, "stop"), "No"],
    ["of a number no part", () => places.of(runbook, "runwright", { start: 0, end: 1 }), "1"],
  ])("is %s", (_, ask, expected) => {
    expect(shown(ask())).toBe(expected);
  });

  it("is unknown for an object of another model", () => {
    const other = modelOf(text).runbook;
    expect([places.of(other), places.ofKey(other, "id"), places.node(other)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("is found in the order of lines and columns, with CRLF, tabs and emoji", () => {
    const { runbook, places } = modelOf(
      `${head}summary: "😀\t{{x}}"\r\n${steps}`.replaceAll(/\r?\n/g, "\r\n"),
    );
    const place = places.of(runbook, "summary", { start: 3, end: 8 });
    expect(place && locate(place)).toEqual({
      ...{
        file: "a.runbook.yaml",
        line: 5,
        column: 14,
        endLine: 5,
        endColumn: 19,
        offset: 62,
        endOffset: 67,
      },
    });
  });
});

describe("the eleventh word of a text", () => {
  const words = "one two three four five six seven eight nine ten eleven twelve";
  /** The eleventh word of a summary that is written like this. */
  const eleventh = (summary: string, lineEnd = "\n") => {
    const { runbook, places } = modelOf(`${head}summary: ${summary}\n${steps}`.replaceAll("\n", lineEnd));
    const start = (runbook.summary ?? "").indexOf("eleven");
    const place = places.of(runbook, "summary", { start, end: start + "eleven".length });
    return place && { ...locate(place), written: shown(place) };
  };

  it.each([
    ["in a line", words, "5:59-65 eleven"],
    [
      "in lines that are folded",
      words.replace(" six ", "\n   six  ").replace(" eleven", " \t\n\n  eleven"),
      "8:3-9 eleven",
    ],
    ["in single quotes", `'it''s "${words}"'`, "5:67-73 eleven"],
    ["in double quotes with escapes", `"\\U0001F600 \\"\\x41\\t ${words}"`, "5:80-86 eleven"],
    [
      "where it is escaped itself",
      `"${words.replace("eleven", "\\u0065lev\\x65n")}"`,
      "5:60-74 \\u0065lev\\x65n",
    ],
    [
      "where a line break is escaped inside it",
      `"${words.replace("eleven", "ele\\\n    ven")}"`,
      "5:60-8 ele\\\n    ven",
    ],
    ["in a literal block", `|\n  ${words.replaceAll(" ", "\n  ")}`, "16:3-9 eleven"],
    [
      "in a literal block with tabs, emoji and blank lines",
      `|-\n\n   😀\t${words.replace(" six ", "\n\n   \tsix ")}`,
      "9:30-36 eleven",
    ],
    [
      "in a folded block",
      `> # eleven\n    ${words.replace(" six ", "\n    six ").replace(" eleven", "\n    eleven")}`,
      "8:5-11 eleven",
    ],
    [
      "in a folded block with lines that are indented more",
      `>2+\n    a\n   ${words.replace(" six ", "\n\n  six\n    ")}\n\n`,
      "10:26-32 eleven",
    ],
    ["behind emoji of several units", `>-\n  👩‍🔧 🇪🇺\n  ${words}`, "7:52-58 eleven"],
  ])("is found %s", (_, summary, expected) => {
    for (const lineEnd of ["\n", "\r\n"]) {
      const found = eleventh(summary, lineEnd);
      expect(
        `${found?.line}:${found?.column}-${found?.endColumn} ${found?.written?.replaceAll("\r\n", "\n")}`,
      ).toBe(expected);
    }
  });

  it("is found where the text has carriage returns that the model has not", () => {
    expect(eleventh(`"a\\r\\nb\\rc ${words}"`)?.written).toBe("eleven");
    // A text that is no Markdown and no command keeps them.
    const { runbook, places } = modelOf(
      `${head}x-a: 1\ntitle2: x\n${steps}`.replace("title2: x", `tags: ["a\\r\\nb eleven"]`),
    );
    expect(shown(places.of(runbook.tags ?? [], 0, { start: 5, end: 11 }))).toBe("eleven");
  });

  it(
    "is found in every spelling",
    () => {
      const word = fc.constantFrom(
        "a",
        "word",
        "it's",
        'say "so"',
        "é",
        "漢字",
        "👩‍🔧",
        "a\tb",
        "back\\slash",
        "{{x}}",
        "\u200b",
        "#",
        "-",
      );
      const gap = fc.constantFrom(" ", " ", " ", "\n", "\n\n", "  ", "\n  ");
      fc.assert(
        fc.property(
          fc.array(fc.tuple(word, gap), { minLength: 11, maxLength: 14 }),
          fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 }),
          (pairs, choices) => {
            const before = pairs.slice(0, 10).flat().join("");
            const wanted = pairs[10]?.[0] ?? "";
            const text = spell({ k: pairs.flat().join("").trimEnd() }, chooser(choices));
            const { tree } = readYaml(createSource("a.yaml", text));
            const { value, places } = plainModel(tree ?? expect.fail(text));
            const written =
              shown(
                places.of(value as object, "k", { start: before.length, end: before.length + wanted.length }),
              ) ?? "";
            // Quoted text is written with escapes: each is read alone, in its own quotes.
            const { node } = places.node(value as object) ?? expect.fail();
            const style =
              node.kind === "map" && node.entries[0]?.value.kind === "scalar"
                ? node.entries[0].value.style
                : undefined;
            const unquoted =
              style === "double-quoted"
                ? parse(`"${written}"`)
                : style === "single-quoted"
                  ? parse(`'${written}'`)
                  : written;
            expect(unquoted).toBe(wanted);
          },
        ),
        runs(1000),
      );
    },
    patience,
  );
});

describe("a part of a text", () => {
  const partOf = (summary: string, start: number, end: number) => {
    const { runbook, places } = modelOf(`${head}summary: ${summary}\n${steps}`);
    return places.of(runbook, "summary", { start, end });
  };

  it.each([
    ["a single unit", '"abc"', 1, 2, "b"],
    ["nothing between two units", '"abc"', 1, 1, ""],
    ["nothing at the end", '"abc"', 3, 3, ""],
    ["everything", "'a''b'", 0, 3, "a''b"],
    ["no blanks before a fold", "ab   \n  cd", 0, 2, "ab"],
    ["a fold, which is the line break", "ab   \n  cd", 2, 3, "\n"],
    ["across a fold", "ab\n  cd", 0, 5, "ab\n  cd"],
    ["half of an emoji that is written itself", '"😀"', 0, 1, "\ud83d"],
    ["the whole escape, for half of the emoji that it is", '"\\U0001F600"', 1, 2, "\\U0001F600"],
    ["no further than the text", '"abc"', 2, 99, "c"],
    ["nothing behind the text", '"abc"', 99, 100, ""],
  ])("is %s", (_, summary, start, end, expected) => {
    expect(shown(partOf(summary, start, end))).toBe(expected);
  });
});
