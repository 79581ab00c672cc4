import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addItem, applyEdits, type Runbook, read, removeField, type Step, setField } from "../src/index.js";

/** A page with one step; what the step's facts and data are is given. */
const page = (step: string) => `---
runwright: 1
id: example
version: "1.0.0"
---

# Example

## <a id="main"></a>Procedure: Main

### <a id="look"></a>Look

${step}
### <a id="after"></a>After

## People

### <a id="on-call"></a>On-call team
`;

/** The step's part of the page after an edit. */
function edited(
  step: string,
  change: (
    places: NonNullable<ReturnType<typeof read>["places"]>,
    step: Step,
  ) => Parameters<typeof applyEdits>[1],
): string {
  const { runbook, places, problems } = read(page(step), { path: "a.runbook.md" });
  const first = runbook?.procedures[0]?.steps[0];
  if (!first || !places) throw new Error(problems.map(({ message }) => message).join("\n"));
  const text = applyEdits(page(step), change(places, first));
  const [before, after] = page("|").split("|");
  return text.slice(before?.length, text.length - (after?.length ?? 0));
}

describe("setting a field of an entry", () => {
  it.each<[string, string, string, unknown, string]>([
    [
      "writes the first fact below the heading",
      "",
      "onFailure",
      { any: { escalate: "on-call" } },
      "- **If anything else fails:** escalate to [On-call team](#on-call)\n\n",
    ],
    [
      "writes a fact behind the others",
      "- **Expect:** A lamp\n",
      "onFailure",
      { any: { escalate: "on-call" } },
      "- **Expect:** A lamp\n- **If anything else fails:** escalate to [On-call team](#on-call)\n",
    ],
    [
      "takes the sign of the facts that are there",
      "* **Expect:** A lamp\n",
      "effect",
      "changes",
      "* **Expect:** A lamp\n* **Effect:** changes\n",
    ],
    [
      "writes a fact before the data",
      "Text.\n\n```yaml fields\nx-a: 1\n```\n",
      "effect",
      "changes",
      "Text.\n\n- **Effect:** changes\n\n```yaml fields\nx-a: 1\n```\n",
    ],
    [
      "replaces what a fact says",
      "- **Confirm:** Sure\n- **Expect:** A lamp\n",
      "confirm",
      { type: "web-1" },
      "- **Confirm:** `web-1`\n- **Expect:** A lamp\n",
    ],
    [
      "writes as data what no fact can say",
      "- **Expect:** A lamp\n",
      "confirm",
      { agree: "`web-1`" },
      '- **Expect:** A lamp\n\n```yaml fields\nconfirm:\n  agree: "`web-1`"\n```\n',
    ],
    [
      "adds to the data that are there",
      "```yaml fields\nx-a: 1\n```\n",
      "timeout",
      "5m",
      "```yaml fields\nx-a: 1\ntimeout: 5m\n```\n",
    ],
    [
      "changes the data where the field stands there",
      "```yaml fields\ntimeout: 1m\n```\n",
      "timeout",
      "5m",
      "```yaml fields\ntimeout: 5m\n```\n",
    ],
  ])("%s", (_, step, name, value, expected) => {
    expect(edited(step, (places, owner) => setField(places, owner, name, value))).toBe(expected);
  });
});

describe("setting a field inside an entry", () => {
  it.each<[string, string, (step: Step) => object | undefined, string, unknown, string]>([
    [
      "adds a row to those that are there",
      "- **If refused:** done\n",
      (step) => step.onFailure,
      "any",
      { stop: "No" },
      '- **If refused:** done\n- **If anything else fails:** stop: "No"\n',
    ],
    [
      "completes the line of which it is a part",
      "- **Wait:** every 10s\n",
      (step) => step.wait,
      "atMost",
      "10m",
      "- **Wait:** every 10s, at most 10m\n",
    ],
    [
      "says a sentence anew",
      "- **If refused:** try again, once; else done\n",
      (step) => step.onFailure?.refused,
      "delay",
      "30s",
      "- **If refused:** try again, once, 30s apart; else done\n",
    ],
    [
      "says the inner sentence anew",
      "- **If refused:** try again, once; else go to [After](#after), at most once\n",
      (step) => step.onFailure?.refused?.else,
      "else",
      { escalate: "on-call" },
      "- **If refused:** try again, once; else go to [After](#after), at most once; else escalate to [On-call team](#on-call)\n",
    ],
    [
      "changes a row in the data",
      "```yaml fields\nonFailure:\n  any:\n    retry: 1\n```\n",
      (step) => step.onFailure?.any,
      "delay",
      "30s",
      "```yaml fields\nonFailure:\n  any:\n    retry: 1\n    delay: 30s\n```\n",
    ],
    [
      "adds what is seen to what a command prints",
      "```bash run\nls\n```\n\n```yaml fields\ncommand:\n  effect: reads\nexpect:\n  exit: 1\n```\n",
      (step) => step.expect,
      "see",
      "Files",
      "```bash run\nls\n```\n\n```yaml fields\ncommand:\n  effect: reads\nexpect:\n  exit: 1\n  see: Files\n```\n",
    ],
  ])("%s", (_, step, owner, name, value, expected) => {
    expect(edited(step, (places, first) => setField(places, owner(first) ?? {}, name, value))).toBe(expected);
  });
});

it("removing a field takes its line away", () => {
  expect(
    edited("- **Effect:** changes\n- **Expect:** A lamp\n", (places, step) =>
      removeField(places, step, "effect"),
    ),
  ).toBe("- **Expect:** A lamp\n");
});

const folder = new URL("../fixtures/contract/", import.meta.url).pathname;
const fixtures = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".runbook.md"),
);

describe("in every step of the contract fixtures", () => {
  it.each(fixtures)("%s: what is set is read back, and nothing else has changed", (path) => {
    for (const [lineEnds, text] of [
      ["\n", readFileSync(join(folder, path), "utf8")],
      ["\r\n", readFileSync(join(folder, path), "utf8").replaceAll("\n", "\r\n")],
    ] as const) {
      const { runbook, places } = read(text, { path });
      if (!runbook || !places) throw new Error("Expected a runbook");
      const values = {
        onFailure: { any: { stop: "New" } },
        expect: { see: "New" },
        confirm: { agree: "New" },
        otherwise: { end: "done" },
        timeout: "7m",
      };
      for (const [p, procedure] of runbook.procedures.entries())
        for (const [s, step] of procedure.steps.entries())
          for (const [name, value] of Object.entries(values)) {
            const edits = setField(places, step, name, value);
            if (edits.length === 0) continue;
            const after = read(applyEdits(text, edits), { path });
            const wanted = structuredClone(runbook) as unknown as {
              procedures: { steps: Record<string, unknown>[] }[];
            };
            Object.assign(wanted.procedures[p]?.steps[s] ?? {}, { [name]: value });
            const isSound = after.problems.length === 0;
            if (isSound) expect(after.runbook).toEqual(wanted as unknown as Runbook);
            // What the schema refuses beside the rest of the step is refused there too.
            else expect(after.problems.map(({ rule }) => rule)).toEqual(["schema-mismatch"]);
          }
      expect(lineEnds).not.toBe("");
    }
  });
});

describe("adding an entry", () => {
  const input = { id: "host", label: "Host" };
  const end = '\n### <a id="on-call"></a>On-call team\n';

  it("writes it under a heading behind the last one of its section", () => {
    const text = `${page("")}\n## Inputs\n\n### <a id="a"></a>A\n\n\`\`\`yaml fields\ntype: text\n\`\`\`\n\n## Revisions\n`;
    const { runbook, places } = read(text, { path: "a.runbook.md" });
    const after = applyEdits(text, addItem(places ?? expect.fail(), runbook?.inputs ?? [], input));
    expect(after.slice(after.indexOf("## Inputs"))).toBe(
      '## Inputs\n\n### <a id="a"></a>A\n\n```yaml fields\ntype: text\n```\n\n### <a id="host"></a>Host\n\n## Revisions\n',
    );
  });

  it("begins the section at the end of the page where there is none", () => {
    const { runbook, places } = read(page(""), { path: "a.runbook.md" });
    const after = applyEdits(page(""), setField(places ?? expect.fail(), runbook ?? {}, "inputs", [input]));
    expect(after.slice(after.indexOf(end))).toBe(`${end}\n## Inputs\n\n### <a id="host"></a>Host\n`);
    expect(read(after, { path: "a.runbook.md" }).runbook).toEqual({ ...runbook, inputs: [input] });
  });
});
