import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryWeights, fieldWeights } from "../src/diff-levels.js";
import { records } from "../src/fields.js";
import {
  createSource,
  type Diff,
  diff,
  type Fragment,
  type Linked,
  meaningDigest,
  type Runbook,
  versionStep,
  walk,
  write,
} from "../src/index.js";
import { models } from "./arbitraries.js";
import { linkTexts } from "./linking.js";
import { patience, runs } from "./runs.js";

const before = `runwright: 1
id: restart
title: Restart
version: "1.2.3"
risk: low
signoff: { security: 1 }
parties:
  - { id: oncall, name: On-call }
systems:
  - { id: shop, name: Shop, endpoints: { base: "https://x.example" } }
inputs:
  - { id: host, label: Host, type: text, options: [a, b] }
  - { id: must, label: Must, required: true }
secrets:
  - { id: key, label: Key, kind: api-key, viewers: [oncall] }
requests:
  - { id: ask, method: GET, url: "{{shop.base}}/a", expect: { has: [$.a] } }
errors:
  - { id: denied, match: { status: 403 }, check: [Look at the role], then: { escalate: oncall } }
procedures:
  - id: main
    title: Main
    needs: [A pass]
    onFailure: { any: { escalate: oncall, say: Call }, timeout: { retry: 2, else: { stop: Late } } }
    steps:
      - { id: one, title: One, by: oncall, text: Read it, expect: { see: It is read } }
      - { id: two, title: Two, command: { shell: bash, run: ls, effect: reads, args: [-l, /] } }
      - { id: three, title: Three, request: ask, expect: { status: 200 }, wait: { for: 5m } }
      - id: four
        title: Four
        choose: [{ when: It is paid, then: { end: done } }]
        otherwise: { stop: Not paid }
      - { id: five, title: Five, confirm: { type: x }, effect: destroys, undo: { text: Put it back } }
      - { id: six, title: Six, do: [other, third] }
  - { id: other, title: Other, useWhen: Later, steps: [{ id: seven, title: Seven }] }
  - { id: third, title: Third, steps: [{ id: eight, title: Eight }] }
checklist:
  - { id: scope, text: The scope is small }
safety:
  - { id: mail, rule: Never by mail }
`;

/** What comes of changing one part of the runbook above. */
function change(from: string, to: string): Diff {
  expect(before.split(from), `the runbook holds ${from} once`).toHaveLength(2);
  return diff(
    linkTexts({ "a.runbook.yaml": before }),
    linkTexts({ "a.runbook.yaml": before.replace(from, to) }),
  );
}

function lines({ changes }: Diff): readonly string[] {
  return changes.map(({ path, kind, level, why }) => `${level} ${kind} ${path}: ${why}`);
}

describe("what a change asks for", () => {
  it.each([
    // Words and what informs
    [
      "a step's words",
      "Read it",
      "Read all of it",
      "major changed procedures/main/steps/one/text: `text` of the step `one` changed: what is done, or who answers for it, is no longer the same",
    ],
    [
      "a name",
      "name: On-call",
      "name: Watch",
      "patch changed parties/oncall/name: `name` of the party `oncall` changed: it informs, and what is done stays",
    ],
    [
      "what is said",
      "say: Call",
      "say: Call now",
      "patch changed procedures/main/onFailure/any/say: `say` in `onFailure` of the procedure `main` changed: it informs, and what is done stays",
    ],
    [
      "why it stops",
      "stop: Not paid",
      "stop: Unpaid",
      "patch changed procedures/main/steps/four/otherwise/stop: `stop` of the step `four` changed: it informs, and what is done stays",
    ],
    [
      "a field of the team's own",
      "risk: low",
      "risk: low\nx-team: shop",
      "patch added x-team: `x-team` was added: it informs, and what is done stays",
    ],
    [
      "a safety rule's words",
      "Never by mail",
      "Never by e-mail",
      "minor changed safety/mail/rule: `rule` of the safety rule `mail` changed: readers act on it, though no path changes",
    ],
    [
      "a section with nothing in it",
      "risk: low",
      "risk: low\nterms: []",
      "patch added terms: `terms` was added: it informs, and what is done stays",
    ],
    // What is done
    [
      "a command",
      "run: ls",
      "run: ls -a",
      "major changed procedures/main/steps/two/command/run: `run` of the step `two` changed: what is done, or who answers for it, is no longer the same",
    ],
    [
      "the order of arguments",
      "[-l, /]",
      "[/, -l]",
      "major changed procedures/main/steps/two/command/args: `args` of the step `two` changed: what is done, or who answers for it, is no longer the same",
    ],
    [
      "a request's address",
      "}}/a",
      "}}/b",
      "major changed requests/ask/url: `url` of the request `ask` changed: what is done, or who answers for it, is no longer the same",
    ],
    [
      "an undo",
      "Put it back",
      "Leave it",
      "major changed procedures/main/steps/five/undo/text: `text` of the step `five` changed: what is done, or who answers for it, is no longer the same",
    ],
    [
      "a confirmation",
      "confirm: { type: x }, ",
      "",
      "major removed procedures/main/steps/five/confirm: `confirm` of the step `five` was removed: what is done, or who answers for it, is no longer the same",
    ],
    [
      "another confirmation",
      "{ type: x }",
      "{ agree: x }",
      "major changed procedures/main/steps/five/confirm: `confirm` of the step `five` changed: what is done, or who answers for it, is no longer the same",
    ],
    [
      "the risk",
      "risk: low",
      "risk: high",
      "major changed risk: `risk` changed: what is done, or who answers for it, is no longer the same",
    ],
    [
      "a required role",
      "security: 1",
      "security: 2",
      "major changed signoff/security: `security` in `signoff` changed: what is done, or who answers for it, is no longer the same",
    ],
    [
      "one more required role",
      "security: 1",
      "security: 1, team/a: 1",
      "major added signoff/team~1a: `team/a` in `signoff` was added: what is done, or who answers for it, is no longer the same",
    ],
    [
      "who does a step",
      "by: oncall, ",
      "",
      "major removed procedures/main/steps/one/by: `by` of the step `one` was removed: what is done, or who answers for it, is no longer the same",
    ],
    [
      "who sees a secret",
      "viewers: [oncall]",
      "viewers: []",
      "major changed secrets/key/viewers: `viewers` of the secret `key` changed: what is done, or who answers for it, is no longer the same",
    ],
    // Steps
    [
      "a removed step",
      "      - { id: five, title: Five, confirm: { type: x }, effect: destroys, undo: { text: Put it back } }\n",
      "",
      "major removed procedures/main/steps/five: The step `five` of the procedure `main` was removed: who knows the old version misses it",
    ],
    [
      "an added step",
      "      - { id: two",
      "      - { id: new, title: New }\n      - { id: two",
      "minor added procedures/main/steps/new: The step `new` of the procedure `main` was added: more is there, and what was there stays",
    ],
    [
      "a step with another id",
      "id: eight",
      "id: nine",
      [
        "major removed procedures/third/steps/eight: The step `eight` of the procedure `third` was removed: who knows the old version misses it",
        "minor added procedures/third/steps/nine: The step `nine` of the procedure `third` was added: more is there, and what was there stays",
      ],
    ],
    // Ways
    [
      "a failure that leads elsewhere",
      "any: { escalate: oncall, say: Call }",
      "any: { stop: No }",
      "major changed procedures/main/onFailure/any: `any` in `onFailure` of the procedure `main` changed: it leads elsewhere",
    ],
    [
      "a step that leads elsewhere",
      "{ end: done }",
      "{ goto: one }",
      "major changed procedures/main/steps/four/choose/It is paid/then: `then` of the branch `It is paid` changed: it leads elsewhere",
    ],
    [
      "one more try",
      "retry: 2",
      "retry: 3",
      "minor changed procedures/main/onFailure/timeout/retry: `retry` in `onFailure` of the procedure `main` changed: only times and numbers of tries change",
    ],
    [
      "a longer wait",
      "for: 5m",
      "for: 6m",
      "minor changed procedures/main/steps/three/wait/for: `for` of the step `three` changed: only times and numbers of tries change",
    ],
    [
      "an added row",
      "onFailure: { any",
      "onFailure: { refused: { end: done }, any",
      "minor added procedures/main/onFailure/refused: `refused` in `onFailure` of the procedure `main` was added: one way more is there, and the others stay",
    ],
    [
      "a removed row",
      "any: { escalate: oncall, say: Call }, ",
      "",
      "major removed procedures/main/onFailure/any: `any` in `onFailure` of the procedure `main` was removed: a way is gone that readers may be on",
    ],
    [
      "an added branch",
      "choose: [",
      "choose: [{ when: It is free, then: { end: done } }, ",
      "minor added procedures/main/steps/four/choose/It is free: The branch `It is free` of the step `four` was added: more is there, and what was there stays",
    ],
    [
      "another procedure to do",
      "do: [other, third]",
      "do: [other, main]",
      "major changed procedures/main/steps/six/do: `main` in `do` of the step `six` changed: it leads elsewhere",
    ],
    [
      "one procedure less to do",
      "do: [other, third]",
      "do: other",
      "major removed procedures/main/steps/six/do: `third` in `do` of the step `six` was removed: a way is gone that readers may be on",
    ],
    [
      "procedures side by side in another order",
      "do: [other, third]",
      "do: [third, other]",
      "patch moved procedures/main/steps/six/do: An item of `do` of the step `six` stands in another place: their order does not count",
    ],
    [
      "an endpoint elsewhere",
      "https://x.example",
      "https://y.example",
      "major changed systems/shop/endpoints/base: `base` in `endpoints` of the system `shop` changed: it leads elsewhere",
    ],
    // Errors and checks
    [
      "an added error",
      "errors:\n",
      "errors:\n  - { id: gone, match: { status: 404 } }\n",
      "minor added errors/gone: The error `gone` was added: more is there, and what was there stays",
    ],
    [
      "an added check",
      "[Look at the role]",
      "[Look at the role, Ask]",
      "minor added errors/denied/check: `Ask` in `check` of the error `denied` was added: one thing more is checked",
    ],
    [
      "a removed check",
      "[Look at the role]",
      "[]",
      "major removed errors/denied/check: `Look at the role` in `check` of the error `denied` was removed: it is no longer checked",
    ],
    [
      "a check in other words",
      "[Look at the role]",
      "[Look at your role]",
      "patch changed errors/denied/check: `Look at your role` in `check` of the error `denied` changed: the check is worded otherwise",
    ],
    [
      "what is seen, in other words",
      "It is read",
      "It was read",
      "patch changed procedures/main/steps/one/expect/see: `see` of the step `one` changed: the check is worded otherwise",
    ],
    [
      "nothing to see any more",
      ", expect: { see: It is read }",
      "",
      "major removed procedures/main/steps/one/expect: `expect` of the step `one` was removed: it is no longer checked",
    ],
    [
      "another status",
      "status: 200",
      "status: 2xx",
      "major changed procedures/main/steps/three/expect/status: `status` of the step `three` changed: another thing counts as right",
    ],
    [
      "one path more in an answer",
      "[$.a]",
      "[$.a, $.b]",
      "minor added requests/ask/expect/has: `$.b` in `has` of the request `ask` was added: one thing more is checked",
    ],
    [
      "an item of the sign-off checklist",
      "  - { id: scope",
      "  - { id: own, text: Own }\n  - { id: scope",
      "minor added checklist/own: The checklist item `own` was added: more is there, and what was there stays",
    ],
    // Inputs and secrets
    [
      "an optional input added",
      "inputs:\n",
      "inputs:\n  - { id: port, label: Port }\n",
      "minor added inputs/port: The input `port` was added: more is there, and what was there stays",
    ],
    [
      "a required input added",
      "inputs:\n",
      "inputs:\n  - { id: port, label: Port, required: true }\n",
      "major added inputs/port: The input `port` was added: readers must give it now",
    ],
    [
      "an input that must be given now",
      "type: text",
      "type: text, required: true",
      "major added inputs/host/required: `required` of the input `host` was added: readers must give it now",
    ],
    [
      "an input that need not be given any more",
      "required: true",
      "required: false",
      "minor changed inputs/must/required: `required` of the input `must` changed: readers need not give it any more",
    ],
    [
      "what held anyway",
      "type: text",
      "type: text, required: false",
      "patch added inputs/host/required: `required` of the input `host` was added: it says what held anyway",
    ],
    [
      "a retyped input",
      "type: text",
      "type: number",
      "major changed inputs/host/type: `type` of the input `host` changed: what is done, or who answers for it, is no longer the same",
    ],
    [
      "an option more",
      "[a, b]",
      "[a, c, b]",
      "minor added inputs/host/options: `c` in `options` of the input `host` was added: one way more is there, and the others stay",
    ],
    [
      "a pattern",
      "type: text",
      "type: text, pattern: ^a",
      "major added inputs/host/pattern: `pattern` of the input `host` was added: values that were right may be wrong now",
    ],
    [
      "a removed secret",
      "secrets:\n  - { id: key, label: Key, kind: api-key, viewers: [oncall] }\n",
      "",
      "major removed secrets/key: The secret `key` was removed: who knows the old version misses it",
    ],
    [
      "one thing more to have at hand",
      "[A pass]",
      "[A pass, A key]",
      "minor added procedures/main/needs: `A key` in `needs` of the procedure `main` was added: readers must have more at hand",
    ],
    // Where readers begin
    [
      "a procedure that readers no longer begin with",
      "useWhen: Later, ",
      "",
      [
        "patch removed procedures/other/useWhen: `useWhen` of the procedure `other` was removed: it informs, and what is done stays",
        "major changed procedures/other: The procedure `other` changed: readers cannot begin with it any more",
      ],
    ],
    [
      "a procedure that readers can begin with",
      "title: Third",
      "title: Third, useWhen: Then",
      [
        "patch added procedures/third/useWhen: `useWhen` of the procedure `third` was added: it informs, and what is done stays",
        "minor changed procedures/third: The procedure `third` changed: readers can begin with it now",
      ],
    ],
    [
      "an added procedure",
      "checklist:\n",
      "  - { id: new, title: New, steps: [{ id: n, title: N }] }\nchecklist:\n",
      "minor added procedures/new: The procedure `new` was added: more is there, and what was there stays",
    ],
    // Not what is done
    [
      "a comment",
      "risk: low",
      "risk: low # why",
      "patch changed : Only comments, layout, or what tells about the version changed: what is done stays, and approvals bind to every byte",
    ],
    [
      "the version alone",
      '"1.2.3"',
      '"2.0.0"',
      "patch changed : Only comments, layout, or what tells about the version changed: what is done stays, and approvals bind to every byte",
    ],
    [
      "the review",
      "risk: low",
      "risk: low\nreview: { every: 90d }",
      "patch changed : Only comments, layout, or what tells about the version changed: what is done stays, and approvals bind to every byte",
    ],
  ] as const)("%s", (_, from, to, expected) => {
    const result = change(from, to);
    expect(lines(result)).toEqual([expected].flat());
    const levels: readonly string[] = result.changes.map(({ level }) => level);
    expect(result.required).toBe(["major", "minor", "patch"].find((level) => levels.includes(level)));
  });

  it("a moved step is major, and only the one that moved is told", () => {
    const two =
      "      - { id: two, title: Two, command: { shell: bash, run: ls, effect: reads, args: [-l, /] } }\n";
    const text = before.replace(two, "").replace("      - { id: five", `${two}      - { id: five`);
    expect(lines(diff(linkTexts({ a: before }), linkTexts({ a: text })))).toEqual([
      "major moved procedures/main/steps/two: The step `two` of the procedure `main` stands in another place: what is done comes in another order",
    ]);
  });

  it("another first procedure is major: readers began with the old one", () => {
    const third = "  - { id: third, title: Third, steps: [{ id: eight, title: Eight }] }\n";
    const text = before.replace(third, "").replace("procedures:\n", `procedures:\n${third}`);
    expect(lines(diff(linkTexts({ a: before }), linkTexts({ a: text })))).toEqual([
      "patch moved procedures/third: The procedure `third` stands in another place: their order does not count",
      "major changed procedures/main: The procedure `main` changed: readers cannot begin with it any more",
      "minor changed procedures/third: The procedure `third` changed: readers can begin with it now",
    ]);
  });
});

describe("fragments", () => {
  const party = "  - { id: oncall, name: On-call }\n";
  const fragment = (entries: string, more = "") =>
    `runwright: 1\nkind: fragment\nid: people\n${more}parties:\n${entries}`;
  const using = before.replace(`parties:\n${party}`, "uses: [p.fragment.yaml]\n");
  const whole = linkTexts({ "a.runbook.yaml": before });
  const parted = (text: string) => linkTexts({ "a.runbook.yaml": using, "p.fragment.yaml": text });

  it("an entry that moves to a fragment has not changed", () => {
    expect(diff(whole, parted(fragment(party))).required).toBe("patch");
    expect(lines(diff(whole, parted(fragment(party))))).toEqual([
      "patch changed : Only comments, layout, or what tells about the version changed: what is done stays, and approvals bind to every byte",
    ]);
  });

  it("a change in a fragment counts like one in the runbook, a comment too", () => {
    const old = parted(fragment(party));
    expect(lines(diff(old, parted(fragment(party.replace("On-call", "Watch")))))).toEqual([
      "patch changed parties/oncall/name: `name` of the party `oncall` changed: it informs, and what is done stays",
    ]);
    expect(diff(old, parted(`# note\n${fragment(party)}`)).required).toBe("patch");
    expect(lines(diff(old, parted(fragment(party, "x-team: shop\n"))))).toEqual([
      "patch added fragments: `fragments` was added: it informs, and what is done stays",
    ]);
  });

  it("a procedure that moves to a fragment can no longer be begun with", () => {
    const other = "  - { id: other, title: Other, useWhen: Later, steps: [{ id: seven, title: Seven }] }\n";
    const moved = linkTexts({
      "a.runbook.yaml": before
        .replace(other, "")
        .replace("risk: low\n", "risk: low\nuses: [p.fragment.yaml]\n"),
      "p.fragment.yaml": `runwright: 1\nkind: fragment\nid: p\nprocedures:\n${other}`,
    });
    expect(diff(whole, moved).required).toBe("major");
  });
});

describe("scripts", () => {
  const text = (file: string) => before.replace("run: ls", `file: ${file}`);
  const linked = (file: string, path = "books/a.runbook.yaml") => linkTexts({ [path]: text(file) });

  it("that are named alike are the same unless the caller knows better", () => {
    const seen: string[] = [];
    const isSameScript = (old: string, fresh: string) => {
      seen.push(`${old} ${fresh}`);
      return false;
    };
    const [old, fresh] = [linked("scripts/a.sh"), linked("./scripts/a.sh", "new/a.runbook.yaml")];
    expect(diff(old, fresh).required).toBe("patch");
    expect(lines(diff(old, fresh, { isSameScript }))).toEqual([
      "major changed files/scripts~1a.sh: The script `scripts/a.sh` changed: what is done, or who answers for it, is no longer the same",
    ]);
    expect(seen).toEqual(["books/scripts/a.sh new/scripts/a.sh"]);
  });

  it("that are named otherwise are another command", () => {
    expect(lines(diff(linked("a.sh"), linked("b.sh")))).toEqual([
      "major changed procedures/main/steps/two/command/file: `file` of the step `two` changed: what is done, or who answers for it, is no longer the same",
    ]);
  });
});

describe("the declared step", () => {
  it.each([
    ["1.2.3", "1.2.3", "none"],
    ["1.2.3", "1.2.4", "patch"],
    ["1.2.3", "1.3.0", "minor"],
    ["1.2.3", "1.3.5", "minor"],
    ["1.2.3", "2.0.0", "major"],
    ["1.2.3", "9.0.0", "major"],
    ["1.2.3", "1.2.2", "lower"],
    ["1.10.0", "1.9.0", "lower"],
    ["2.0.0", "1.99.99", "lower"],
    ["1.0.0", "1.0.0-rc.1", "lower"],
    ["2.0.0-rc.1", "2.0.0", "major"],
    ["1.3.0-rc.1", "1.3.0-rc.2", "minor"],
    ["1.2.4-rc.1", "1.2.4", "patch"],
    ["1.2.3", "1.2.4-rc.1", "patch"],
    ["1.0.0-rc.2", "1.0.0-rc.10", "major"],
    ["1.0.0-rc.10", "1.0.0-rc.2", "lower"],
    ["1.0.0-1", "1.0.0-a", "major"],
    ["1.0.0-a", "1.0.0-a.1", "major"],
    ["1.0.0-a.1", "1.0.0-a", "lower"],
    ["1.0.0-a-b", "1.0.0-a-b", "none"],
    ["1.0.0+a", "1.0.0+b", "none"],
    ["1.0.0-rc.1+a", "1.0.0-rc.1+b", "none"],
    ["1.0.99999999999999999999", "1.0.99999999999999999998", "lower"],
  ])("from %s to %s is %s", (from, to, step) => expect(versionStep(from, to)).toBe(step));

  it("stands beside the required one", () => {
    const { required, declared } = diff(
      linkTexts({ a: before }),
      linkTexts({ a: before.replace("risk: low", "risk: high").replace("1.2.3", "1.2.4") }),
    );
    expect([required, declared]).toEqual(["major", "patch"]);
  });
});

describe("the tables", () => {
  it("say how each field of the format is compared, and name no field that is not there", () => {
    const names = (table: Readonly<Record<string, object>>) =>
      Object.fromEntries(Object.entries(table).map(([name, fields]) => [name, Object.keys(fields).sort()]));
    const fields = Object.fromEntries(Object.entries(records).map(([name, record]) => [name, record.fields]));
    expect(names(fieldWeights)).toEqual(names(fields));
  });

  it("say of every record that stands in lists what it asks for that one comes, goes or moves", () => {
    const inLists = Object.values(records).flatMap(({ fields }) =>
      Object.values(fields).flatMap(({ type }) =>
        type.kind === "list" && type.of.kind === "record" ? [type.of.record] : [],
      ),
    );
    expect(Object.keys(entryWeights).sort()).toEqual([...new Set(inLists)].sort());
  });
});

/** A model as if it had been read and linked; it may break the schema. */
function linkedModelOf(model: Runbook | Fragment): Linked {
  const source = createSource("a.runbook.yaml", "");
  const file = { source, problems: [], ...("kind" in model ? { fragment: model } : { runbook: model }) };
  const empty = { entries: new Map(), references: [], errors: [], problems: [], isWhole: true };
  const maps = { requests: new Map(), systems: new Map(), parties: new Map(), secrets: new Map() };
  // What `diff` and `meaningDigest` look at; the rest is only there for the type.
  return {
    root: model,
    files: [file],
    procedures: model.procedures ?? [],
    ...empty,
    ...maps,
  } as unknown as Linked;
}

/** The model with one of its texts, numbers or truth values changed. */
function edited<T extends Runbook | Fragment>(model: T, which: number): T {
  const copy = structuredClone(model);
  const leaves: (() => void)[] = [];
  walk(copy, ({ owner, key, value }) => {
    const change = typeof value === "string" ? `${value}x` : typeof value === "number" ? value + 1 : !value;
    if (typeof value !== "object" && key !== "version")
      leaves.push(() => Object.assign(owner, { [key]: change }));
  });
  leaves[which % leaves.length]?.();
  return copy;
}

const linkModel = (model: Runbook | Fragment) => linkTexts({ "a.runbook.yaml": write(model) });

/** The same data with the keys of every mapping in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value).reverse()) result[key] = reversed(item);
  return result;
}

describe("laws", () => {
  it(
    "nothing differs from itself, and the order of keys in mappings does not count",
    () => {
      fc.assert(
        fc.property(models, (model) => {
          expect(diff(linkModel(model), linkModel(model))).toEqual({
            required: "none",
            declared: "none",
            changes: [],
          });
          // The writer orders fields; what is left of the reversal is the order of the author's own keys.
          const other = diff(linkModel(model), linkModel(reversed(model) as typeof model));
          expect(other.changes.filter(({ path }) => path !== "")).toEqual([]);
        }),
        runs(100),
      );
    },
    patience,
  );

  it(
    "two models have one meaning exactly when no change is told, and the gravest change decides",
    () => {
      fc.assert(
        fc.property(models, models, fc.boolean(), fc.nat(), (one, other, isOne, which) => {
          const [old, fresh] = [linkedModelOf(one), linkedModelOf(isOne ? edited(one, which) : other)];
          const { required, changes } = diff(old, fresh);
          const told = changes.filter(({ path }) => path !== "");
          expect(told.length === 0).toBe(meaningDigest(old) === meaningDigest(fresh));
          const rank = { none: 0, patch: 1, minor: 2, major: 3 } as const;
          expect(rank[required]).toBe(Math.max(0, ...changes.map(({ level }) => rank[level])));
          for (const { path, why } of told) expect([path, why]).not.toContain("");
        }),
        runs(100),
      );
    },
    patience,
  );

  it("no more steps are told as moved than changed their index", () => {
    const steps = ["a", "b", "c", "d", "e"];
    const text = (ids: readonly string[]) =>
      `runwright: 1\nid: x\ntitle: X\nversion: "1.0.0"\nprocedures:\n  - id: p\n    title: P\n    steps:\n${ids.map((id) => `      - { id: ${id}, title: T }\n`).join("")}`;
    fc.assert(
      fc.property(fc.shuffledSubarray(steps, { minLength: 5 }), (shuffled) => {
        const { changes, required } = diff(linkTexts({ a: text(steps) }), linkTexts({ a: text(shuffled) }));
        const displaced = shuffled.filter((id, index) => id !== steps[index]).length;
        expect(changes.length).toBeLessThanOrEqual(displaced);
        expect(required).toBe(displaced === 0 ? "none" : "major");
      }),
    );
  });
});
