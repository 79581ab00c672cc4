import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { templateReferences } from "../src/index.js";
import { anyText } from "./arbitraries.js";
import { runs } from "./runs.js";

/** Each reference as it stands in the text. */
const found = (text: string) => templateReferences(text).map(({ start, end }) => text.slice(start, end));

describe("references in a text", () => {
  it("have an id, or a system with its endpoint, and their place", () => {
    expect(templateReferences("{{login.token}}/x?t={{tenant-2}}")).toEqual([
      { id: "login", endpoint: "token", start: 0, end: 15 },
      { id: "tenant-2", start: 20, end: 32 },
    ]);
  });

  it("have places in UTF-16 units", () => {
    expect(templateReferences("😀{{a}}")).toEqual([{ id: "a", start: 2, end: 7 }]);
  });

  it.each([
    ["two without a gap", "{{a}}{{b}}", ["{{a}}", "{{b}}"]],
    ["one inside more braces", "{{{a}}}", ["{{a}}"]],
    ["one as a part of a word", "pod/{{pod}}-x", ["{{pod}}"]],
    ["one on each of two lines", "{{a}}\n{{b}}", ["{{a}}", "{{b}}"]],
    ["an id of 64 letters", `{{${"a".repeat(64)}}}`, [`{{${"a".repeat(64)}}}`]],
    ["a name that every object has", "{{constructor}}", ["{{constructor}}"]],
    ["one behind braces that never close", "{{ x {{a}}", ["{{a}}"]],
  ])("are read: %s", (_, text, references) => {
    expect(found(text)).toEqual(references);
  });

  it.each([
    ["a Go template", "{{ .Values.name }} {{.Name}} {{- end -}}"],
    ["a Prometheus template", "{{ $labels.instance }}"],
    ["words of Go", "{{else}} {{end}} {{break}} {{continue}}"],
    ["words of the format", "{{timeout}} {{any}} {{errors}}"],
    ["spaces inside", "{{ a }}"],
    ["a line break inside", "{{a\n}}"],
    ["upper case", "{{Tenant}}"],
    ["a digit first", "{{2a}}"],
    ["an underscore", "{{a_b}}"],
    ["65 letters", `{{${"a".repeat(65)}}}`],
    ["three parts", "{{a.b.c}}"],
    ["an empty part", "{{a.}} {{.a}} {{}}"],
    ["single braces", "{a} {{a} {a}}"],
    ["no braces", "a"],
  ])("are not: %s", (_, text) => {
    expect(templateReferences(text)).toEqual([]);
  });

  it("stand in order, do not overlap, and are what their place says, in any text", () => {
    const texts = fc.oneof(
      anyText,
      fc.string({ unit: fc.constantFrom("{{", "}}", "{", "}", "a", "-", ".", " ", "end", "😀") }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        let last = 0;
        for (const { id, endpoint, start, end } of templateReferences(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(text.slice(start, end)).toBe(`{{${id}${endpoint === undefined ? "" : `.${endpoint}`}}}`);
          last = end;
        }
      }),
      runs(500),
    );
  });
});
