import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryLevels, weights } from "../src/diff-levels.js";
import { records } from "../src/fields.js";
import { diff, type Linked, link, read, versionStep } from "../src/index.js";

function linked(text: string, fragments: Readonly<Record<string, string>> = {}): Linked {
  const load = (path: string) => {
    const fragment = fragments[path];
    return fragment === undefined ? { refused: "there is no such file" } : read(fragment, { path });
  };
  const file = read(text, { path: "a.runbook.yaml" });
  const found = link(file, { load });
  if (!found) throw new Error(file.problems.map(({ message }) => message).join("\n"));
  return found;
}

const before = `runwright: 1
id: restart
title: Restart
version: "1.2.3"
risk: low
signoff: { security: 1 }
parties:
  - { id: oncall, name: On-call }
inputs:
  - { id: host, label: Host, type: text }
secrets:
  - { id: key, label: Key, kind: api-key }
requests:
  - { id: ask, method: GET, url: "https://x.example/a" }
errors:
  - { id: denied, match: { status: 403 }, check: [Look at the role], then: { escalate: oncall } }
procedures:
  - id: main
    title: Main
    onFailure: { any: { escalate: oncall } }
    steps:
      - { id: one, title: One, by: oncall, text: Read it }
      - { id: two, title: Two, command: { shell: bash, run: ls, effect: reads } }
      - { id: three, title: Three, request: ask, expect: { status: 200 } }
      - id: four
        title: Four
        choose: [{ when: It is paid, then: { end: done } }]
        otherwise: { stop: Not paid }
      - { id: five, title: Five, confirm: { type: x }, effect: destroys, undo: { text: Put it back } }
  - { id: other, title: Other, useWhen: Later, steps: [{ id: six, title: Six }] }
`;

/** The changes from one edit of the runbook above, a line each. */
function changes(from: string, to: string): readonly string[] {
  expect(before.includes(from), `the runbook holds ${from}`).toBe(true);
  const result = diff(linked(before), linked(before.replace(from, to)));
  const levels = result.changes.map(({ level }) => level);
  expect(result.required).toBe(
    ["major", "minor", "patch"].find((level) => levels.includes(level as "patch")) ?? "none",
  );
  return result.changes.map(({ path, kind, level, why }) => `${level} ${kind} ${path}: ${why}`);
}

describe("what a change asks for", () => {
  it.each([
    [
      "prose",
      "Read it",
      "Read all of it",
      "patch changed procedures/main/steps/one/text: `text` of the step `one` changed: how it is done",
    ],
    [
      "a title",
      "title: One",
      "title: First",
      "patch changed procedures/main/steps/one/title: `title` of the step `one` changed: what is done, as an instruction",
    ],
    [
      "a name",
      "name: On-call",
      "name: Watch",
      "patch changed parties/oncall/name: `name` of the party `oncall` changed: its name",
    ],
    [
      "a command",
      "run: ls",
      "run: ls -l",
      "major changed procedures/main/steps/two/command/run: `run` of the step `two` changed: the command itself",
    ],
    [
      "a request's address",
      "x.example/a",
      "x.example/b",
      'major changed requests/ask/url: `url` of the request `ask` changed: the address, mostly from an endpoint: `"{{crm.base}}/contacts"`',
    ],
    [
      "an undo",
      "Put it back",
      "Leave it",
      "major changed procedures/main/steps/five/undo/text: `text` of the step `five` changed: how a person takes it back",
    ],
    [
      "a confirmation",
      "confirm: { type: x }",
      "confirm: { agree: x }",
      "major changed procedures/main/steps/five/confirm: `confirm` of the step `five` changed: what the person must confirm before it",
    ],
    [
      "the risk",
      "risk: low",
      "risk: high",
      "major changed risk: `risk` changed: what following it wrongly can cost",
    ],
    [
      "a required role",
      "security: 1",
      "security: 2",
      "major changed signoff: `signoff` changed: the roles that must approve each version, and how many people of each",
    ],
    [
      "who does a step",
      "by: oncall, ",
      "",
      "major removed procedures/main/steps/one/by: `by` of the step `one` was removed: who does it",
    ],
    [
      "a retargeted failure path",
      "any: { escalate: oncall }",
      "any: { stop: No }",
      "major changed procedures/main/onFailure/any: The row `any` of the procedure `main` changed: what happens then",
    ],
    [
      "a removed step",
      "      - { id: one, title: One, by: oncall, text: Read it }\n",
      "",
      "major removed procedures/main/steps/one: The step `one` of the procedure `main` was removed",
    ],
    [
      "an added step",
      "      - { id: two",
      "      - { id: new, title: New }\n      - { id: two",
      "minor added procedures/main/steps/new: The step `new` of the procedure `main` was added",
    ],
    [
      "an added row",
      "any: { escalate",
      "timeout: { stop: Late }, any: { escalate",
      "minor added procedures/main/onFailure/timeout: The row `timeout` of the procedure `main` was added: what happens then",
    ],
    [
      "an added error",
      "errors:\n",
      "errors:\n  - { id: gone, match: { status: 404 } }\n",
      "minor added errors/gone: The error `gone` was added",
    ],
    [
      "an added check",
      "[Look at the role]",
      "[Look at the role, Ask]",
      "minor changed errors/denied/check: `check` of the error `denied` changed: what to look at, in order",
    ],
    [
      "an optional input added",
      "inputs:\n",
      "inputs:\n  - { id: port, label: Port }\n",
      "minor added inputs/port: The input `port` was added",
    ],
    [
      "a required input added",
      "inputs:\n",
      "inputs:\n  - { id: port, label: Port, required: true }\n",
      "major added inputs/port: The input `port` was added, and the reader must have it",
    ],
    [
      "a retyped input",
      "type: text",
      "type: number",
      "major changed inputs/host/type: `type` of the input `host` changed: what a form asks for",
    ],
    [
      "a removed secret",
      "secrets:\n  - { id: key, label: Key, kind: api-key }\n",
      "",
      "major removed secrets/key: The secret `key` was removed",
    ],
    [
      "an added branch",
      "choose: [",
      "choose: [{ when: It is free, then: { end: done } }, ",
      "minor added procedures/main/steps/four/choose/It is free: The branch `It is free` of the step `four` was added",
    ],
    [
      "a looser expectation",
      ", expect: { status: 200 }",
      "",
      "major removed procedures/main/steps/three/expect: `expect` of the step `three` was removed: what is seen when it worked",
    ],
    [
      "a field of the team's own",
      "risk: low",
      "risk: low\nx-team: shop",
      "patch added x-team: `x-team` was added: a field of your own",
    ],
  ])("%s", (_, from, to, expected) => expect(changes(from, to)).toEqual([expected]));

  it("a step that moved is major, and only the one that moved is told", () => {
    const two = "      - { id: two, title: Two, command: { shell: bash, run: ls, effect: reads } }\n";
    const moved = before.replace(two, "").replace("      - { id: five", `${two}      - { id: five`);
    expect(diff(linked(before), linked(moved)).changes).toEqual([
      {
        path: "procedures/main/steps/two",
        kind: "moved",
        level: "major",
        why: "The step `two` of the procedure `main` stands in another place",
      },
    ]);
  });

  it("another first procedure is major: readers begin there", () => {
    const other = "  - { id: other, title: Other, useWhen: Later, steps: [{ id: six, title: Six }] }\n";
    const moved = before.replace(other, "").replace("procedures:\n", `procedures:\n${other}`);
    expect(diff(linked(before), linked(moved)).required).toBe("major");
  });

  it.each([
    ["a comment", "risk: low", "risk: low # why"],
    ["quotes and order", "risk: low\n", '"risk": "low"\n'],
    ["the version itself", '"1.2.3"', '"2.0.0"'],
    ["the review", "risk: low", "risk: low\nreview: { every: 90d }"],
    ["order of keys in a mapping", "{ status: 403 }", "{ status: 403 }"],
  ])("%s is no change", (_, from, to) => expect(changes(from, to)).toEqual([]));

  it("an entry that moves to a fragment has not changed, and a change inside the fragment counts as one", () => {
    const party = "  - { id: oncall, name: On-call }\n";
    const parted = before.replace(`parties:\n${party}`, "uses: [p.fragment.yaml]\n");
    const fragment = (text: string) => ({
      "p.fragment.yaml": `runwright: 1\nkind: fragment\nid: p\nparties:\n${text}`,
    });
    expect(diff(linked(before), linked(parted, fragment(party))).changes).toEqual([]);
    const renamed = diff(linked(before), linked(parted, fragment(party.replace("On-call", "Watch"))));
    expect(renamed.changes.map(({ path, level }) => `${level} ${path}`)).toEqual([
      "patch parties/oncall/name",
    ]);
  });
});

describe("the declared step", () => {
  it.each([
    ["1.2.3", "1.2.3", "none"],
    ["1.2.3", "1.2.4", "patch"],
    ["1.2.3", "1.3.0", "minor"],
    ["1.2.3", "2.0.0", "major"],
    ["1.2.3", "1.2.2", "lower"],
    ["1.10.0", "1.9.0", "lower"],
    ["1.0.0-rc.1", "1.0.0", "patch"],
    ["1.0.0", "1.0.0-rc.1", "lower"],
    ["1.0.0-rc.2", "1.0.0-rc.10", "patch"],
    ["1.0.0-1", "1.0.0-a", "patch"],
    ["1.0.0-a", "1.0.0-a.1", "patch"],
    ["1.0.0+a", "1.0.0+b", "none"],
    ["1.0.99999999999999999999", "1.0.99999999999999999998", "lower"],
  ])("from %s to %s it is %s", (from, to, step) => expect(versionStep(from, to)).toBe(step));
});

describe("the table of weights", () => {
  it("has a weight for every field of the format, and none for a field that is not there", () => {
    const names = (table: Readonly<Record<string, object>>) =>
      Object.fromEntries(Object.entries(table).map(([name, fields]) => [name, Object.keys(fields).sort()]));
    const fields = Object.fromEntries(Object.entries(records).map(([name, record]) => [name, record.fields]));
    expect(names(weights)).toEqual(names(fields));
  });

  it("says of every record that stands in lists what it asks for that one comes, goes or moves", () => {
    const inLists = Object.values(records).flatMap(({ fields }) =>
      Object.values(fields).flatMap(({ type }) =>
        type.kind === "list" && type.of.kind === "record" ? [type.of.record] : [],
      ),
    );
    expect(Object.keys(entryLevels).sort()).toEqual([...new Set(inLists)].sort());
  });
});

describe("laws", () => {
  it("of two orders of the same steps, those told as moved are no more than those that changed their index", () => {
    const steps = ["a", "b", "c", "d", "e"];
    const text = (ids: readonly string[]) =>
      `runwright: 1\nid: x\ntitle: X\nversion: "1.0.0"\nprocedures:\n  - id: p\n    title: P\n    steps:\n${ids.map((id) => `      - { id: ${id}, title: T }\n`).join("")}`;
    fc.assert(
      fc.property(fc.shuffledSubarray(steps, { minLength: 5 }), (shuffled) => {
        const { changes: found, required } = diff(linked(text(steps)), linked(text(shuffled)));
        const displaced = shuffled.filter((id, index) => id !== steps[index]).length;
        expect(found.length).toBeLessThanOrEqual(displaced);
        expect(required).toBe(displaced === 0 ? "none" : "major");
      }),
    );
  });
});
