import { describe, expect, it } from "vitest";
import { applyEdits } from "../src/edit.js";
import { link } from "../src/link.js";
import type { Files } from "../src/linked.js";
import { read } from "../src/read.js";

/*
 * What is said about names that lead nowhere, and about what the format demands of several parts together. Each problem
 * is told as its place with the rule, its message and what to do.
 */

type Told = readonly [place: string, message: string, help: string];

const head = 'runwright: 1\nid: test\ntitle: Test\nversion: "1.0.0"\n';

/** The problems of a runbook whose head lines are left out; lines are counted without them. */
function problemsIn(body: string, others: Readonly<Record<string, string>> = {}) {
  const file = read(head + body, { path: "test.runbook.yaml" });
  expect(file.problems).toEqual([]);
  return link(file, filesOf(others))?.problems ?? [];
}

function told(body: string, others: Readonly<Record<string, string>> = {}): Told[] {
  return problemsIn(body, others).map(({ rule, line, column, endColumn, message, help }) => [
    `${line - 4}:${column}-${endColumn} ${rule}`,
    message,
    help,
  ]);
}

function filesOf(texts: Readonly<Record<string, string>>): Files {
  const reads = Object.entries(texts).map(([path, text]) => read(text, { path }));
  return {
    load: (path) => reads.find(({ source }) => source.path === path) ?? { refused: "there is no such file" },
    runbook: (id) => reads.find(({ runbook }) => runbook?.id === id),
  };
}

/** A procedure `main` of one step with these fields, and procedures that do nothing beside it. */
function step(fields: string, ...procedures: readonly string[]): string {
  const empty = (id: string) => `  - { id: ${id}, title: T, steps: [{ id: ${id}-step, title: T }] }\n`;
  return `procedures:\n  - id: main\n    title: Main\n    steps: [{ id: look, title: Look, ${fields} }]\n${procedures.map(empty).join("")}`;
}

describe("references", () => {
  it("names that are nearly right are guessed", () => {
    expect(told(`owner: identify\nparties: [{ id: identity, name: Identity }]\n${step("")}`)).toEqual([
      [
        "1:8-16 reference-unknown",
        "`identify` names no party, did you mean `identity`?",
        "Write `identity`, or add a party with the id `identify`",
      ],
    ]);
  });

  it("names that are like nothing", () => {
    expect(told(step("next: { goto: elsewhere }"))).toEqual([
      [
        "4:52-61 reference-unknown",
        "`elsewhere` names no step or procedure",
        "Add a step or a procedure with the id `elsewhere`, or name one that is there",
      ],
    ]);
  });

  it("what a fragment names must be in it, whatever its users have", () => {
    const text = `runwright: 1\nkind: fragment\nid: shared\n${step("by: ops")}`;
    const problems = link(read(text, { path: "shared.fragment.yaml" }), filesOf({}))?.problems ?? [];
    expect(problems.map(({ help }) => help)).toEqual([
      "Add a party with the id `ops` here or in a fragment that this one `uses`, or name one that is there",
    ]);
  });

  it("an entry of another kind", () => {
    expect(told(`owner: crm\nsystems: [{ id: crm, name: CRM }]\n${step("")}`)).toEqual([
      ["1:8-11 reference-unknown", "`crm` is a system, and `owner` takes a party", "Name a party"],
    ]);
  });

  it("a row of onFailure, also one of the built-in ones", () => {
    expect(told(step("timeout: 5m, onFailure: { timeuot: { stop: Too late } }"))).toEqual([
      [
        "4:64-71 reference-unknown",
        "`timeuot` names no error, did you mean `timeout`?",
        "Write `timeout`, or add an error with the id `timeuot`",
      ],
    ]);
  });

  it("a step of another procedure", () => {
    expect(told(step("next: { goto: other-step }", "other"))).toEqual([
      [
        "4:52-62 reference-unknown",
        "The step `other-step` belongs to the procedure `other`, and `goto` reaches only steps of its own procedure",
        "Go to the procedure `other`, or do it with `do`",
      ],
    ]);
  });

  it("a step, from an error that every procedure may meet", () => {
    const errors = "errors: [{ id: denied, match: { status: 403 }, then: { goto: look } }]\n";
    expect(told(errors + step(""))).toEqual([
      [
        "1:62-66 reference-unknown",
        "`look` is a step, and an error's `then` serves every procedure",
        "Name a procedure here, or answer the error in the rows of `main`",
      ],
    ]);
  });

  it("another runbook and its procedures", () => {
    const others = {
      "a.runbook.yaml": `${head.replace("id: test", "id: cache")}${step("")}`,
      "b.runbook.yaml": `${head.replace("id: test", "id: broken")}procedures: 5\n`,
    };
    expect(told(step("do: cache/main"), others)).toEqual([]);
    expect(told(step("do: cahce/main"), others)).toEqual([
      [
        "4:42-52 reference-unknown",
        "No runbook under the root has the id `cahce`",
        "Write `runbook/procedure` with the id of a runbook of this repository",
      ],
    ]);
    expect(told(step("do: cache/mian"), others)).toEqual([
      [
        "4:42-52 reference-unknown",
        "The runbook `cache` has no procedure `mian`, did you mean `cache/main`?",
        "Name a procedure of that runbook",
      ],
    ]);
    expect(told(step("do: cache/main"))[0]?.[1]).toBe("No runbook under the root has the id `cache`");
  });
});

describe("references in texts", () => {
  it("an input that nobody declares is declared by the fix, once", () => {
    const body = step('text: "Ask {{user}} for {{user}}"');
    const problems = problemsIn(body);
    expect(told(body)).toEqual([
      [
        "4:49-57 input-undeclared",
        "`{{user}}` names nothing that the runbook declares",
        "Declare it in `inputs`, or save it in an earlier step",
      ],
      [
        "4:62-70 input-undeclared",
        "`{{user}}` names nothing that the runbook declares",
        "Declare it in `inputs`, or save it in an earlier step",
      ],
    ]);
    expect(problems.map(({ fix }) => fix?.title)).toEqual(["Declare the input user", undefined]);
    const text = applyEdits(head + body, problems[0]?.fix?.edits ?? []);
    expect(text).toBe(`${head}${body.trimEnd()}\ninputs:\n  - id: user\n    label: User\n`);
    expect(link(read(text, { path: "test.runbook.yaml" }), filesOf({}))?.problems).toEqual([]);
  });

  it("an input that is declared under nearly the same name", () => {
    const body = `inputs: [{ id: user-name, label: Name }]\n${step('text: "Ask {{username}}"')}`;
    expect(told(body)).toEqual([
      [
        "5:49-61 input-undeclared",
        "`{{username}}` names nothing that the runbook declares, did you mean `{{user-name}}`?",
        "Write `{{user-name}}`, or declare `username`",
      ],
    ]);
    expect(problemsIn(body)[0]?.fix?.title).toBe("Write {{user-name}}");
  });

  it("braces of another program in a command", () => {
    expect(
      told(step('command: { shell: bash, run: "docker ps --format {{names}}", effect: reads }')),
    ).toEqual([
      [
        "4:87-96 input-undeclared",
        "`{{names}}` names nothing that the runbook declares",
        "Declare it in `inputs`, or save it in an earlier step; a command with `verbatim: true` has no references",
      ],
    ]);
  });

  it("an endpoint that the system does not have", () => {
    const systems = 'systems: [{ id: crm, name: CRM, endpoints: { base: "https://crm.example" } }]\n';
    expect(told(systems + step('text: "Open {{crm.baes}}"'))).toEqual([
      [
        "5:50-62 input-undeclared",
        "The system `crm` has no endpoint `baes`, did you mean `{{crm.base}}`?",
        "Add `baes` to the `endpoints` of `crm`, or name one that is there",
      ],
    ]);
  });

  it("a value that some step saves, an item, and a secret are declared", () => {
    const body = `${step('command: { shell: bash, run: "echo {{now}}", effect: reads }, save: { now: output }')}`;
    expect(told(body)).toEqual([]);
  });

  it("templates of others, and commands that are taken literally, name nothing", () => {
    expect(told(step('text: "{{ .Values.user }} {{.User}} {{else}} {{ user }}"'))).toEqual([]);
    expect(
      told(step('command: { shell: bash, run: "echo {{user}}", effect: reads, verbatim: true }')),
    ).toEqual([]);
  });
});

describe("ids", () => {
  it("of two entries of any kinds", () => {
    expect(told(`parties: [{ id: look, name: Lookouts }]\n${step("")}`)).toEqual([
      [
        "5:19-23 id-duplicate",
        "The id `look` stands here for a step, and already for a party",
        "Give one of the two another id, and change it wherever that one is named",
      ],
    ]);
  });

  it("of an entry in a fragment", () => {
    const others = {
      "shared.fragment.yaml": "runwright: 1\nkind: fragment\nid: shared\nparties: [{ id: ops, name: O }]\n",
    };
    const body = `uses: [shared.fragment.yaml]\nparties: [{ id: ops, name: Operations }]\n${step("")}`;
    expect(problemsIn(body, others).map(({ file, message }) => [file, message])).toEqual([
      ["shared.fragment.yaml", "Another party has the id `ops` already"],
    ]);
  });

  it("several steps may save one value, and a secret may be saved", () => {
    const saving = (id: string) =>
      `{ id: ${id}, title: T, command: { shell: bash, run: date, effect: reads }, save: { key: output } }`;
    const body = `secrets: [{ id: key, label: Key }]\nprocedures: [{ id: main, title: M, steps: [${saving("one")}, ${saving("two")}] }]\n`;
    expect(told(body)).toEqual([]);
  });

  it("such as `constructor` and `toString` are ids like any other", () => {
    expect(
      told(`owner: constructor\nparties: [{ id: constructor, name: C }]\n${step("by: toString")}`).length,
    ).toBe(1);
  });
});

describe("fragments", () => {
  const uses = `uses: [shared.fragment.yaml]\n${step("")}`;
  const fragment = (more: string) => `runwright: 1\nkind: fragment\nid: shared\n${more}`;

  it("that are not there", () => {
    expect(told(uses)).toEqual([
      [
        "1:8-28 reference-unknown",
        "The fragment `shared.fragment.yaml` cannot be read: there is no such file",
        "Correct the path; it is relative to this file and stays inside the repository",
      ],
    ]);
  });

  it("that cannot be read are one problem, not one for each name that they would have held", () => {
    expect(told(`owner: ops\n${uses}`).map(([place]) => place)).toEqual(["2:8-28 reference-unknown"]);
  });

  it("that have problems of their own", () => {
    expect(told(uses, { "shared.fragment.yaml": "parties: 5" })).toEqual([
      [
        "1:8-28 reference-unknown",
        "The fragment `shared.fragment.yaml` has problems of its own and cannot be used",
        "Mend the problems of `shared.fragment.yaml` first",
      ],
    ]);
  });

  it("that are runbooks", () => {
    expect(told(uses, { "shared.fragment.yaml": head + step("") })).toEqual([
      [
        "1:8-28 reference-unknown",
        "`shared.fragment.yaml` is a runbook, not a fragment",
        "Call one of its procedures with `do: runbook/procedure`, or move what is shared to a fragment",
      ],
    ]);
  });

  it("that lead back to the file that uses them", () => {
    const messages = (text: string, others: Readonly<Record<string, string>>) => {
      const problems = link(read(text, { path: "shared.fragment.yaml" }), filesOf(others))?.problems ?? [];
      return problems.map(({ line, column, message }) => [line, column, message]);
    };
    const using = (path: string) => fragment(`uses: [${path}]\n`);
    expect(messages(using("./shared.fragment.yaml"), {})).toEqual([
      [4, 8, "`./shared.fragment.yaml` uses this file again, in a circle"],
    ]);
    const others = {
      "a.fragment.yaml": using("b.fragment.yaml"),
      "b.fragment.yaml": using("shared.fragment.yaml"),
    };
    expect(messages(using("a.fragment.yaml"), others)).toEqual([
      [4, 8, "`a.fragment.yaml` uses this file again, in a circle"],
    ]);
  });

  it("that lead in a circle further on are told in their own files, and gathered once", () => {
    const others = {
      "shared.fragment.yaml": fragment("uses: [b.fragment.yaml]\nparties: [{ id: ops, name: Operations }]\n"),
      "b.fragment.yaml": fragment("uses: [shared.fragment.yaml]\n"),
    };
    expect(told(`owner: ops\n${uses}`, others)).toEqual([]);
  });

  it("give what they hold to the one that uses them", () => {
    const others = { "shared.fragment.yaml": fragment("parties: [{ id: ops, name: Operations }]\n") };
    expect(told(`owner: ops\n${uses}`, others)).toEqual([]);
  });
});

describe("each", () => {
  const hosts = (type: string) => `inputs: [{ id: hosts, label: Hosts${type} }]\n`;

  it("goes through a list", () => {
    expect(told(hosts(", type: list") + step("do: other, each: hosts, as: host", "other"))).toEqual([]);
  });

  it("does not go through anything else", () => {
    expect(told(hosts(", type: text") + step("do: other, each: hosts, as: host", "other"))).toEqual([
      [
        "5:55-60 schema-mismatch",
        "`each` goes through a list, and the input `hosts` is of type `text`",
        "Give the input `type: list`, or name another one here",
      ],
    ]);
    expect(told(hosts("") + step("do: other, each: hosts, as: host", "other"))[0]?.[1]).toBe(
      "`each` goes through a list, and the input `hosts` has no `type`",
    );
  });

  it("may go through a saved value: what it holds is not known here", () => {
    const body = `procedures:
  - id: main
    title: Main
    steps:
      - { id: find, title: Find, command: { shell: bash, run: ls, effect: reads }, save: { hosts: output } }
      - { id: call, title: Call, do: other, each: hosts, as: host }
  - { id: other, title: Other, steps: [{ id: look, title: Look }] }
`;
    expect(told(body)).toEqual([]);
  });

  it("stands with one procedure", () => {
    expect(told(hosts(", type: list") + step("do: [a, b], each: hosts, as: host", "a", "b"))).toEqual([
      [
        "5:50-54 schema-mismatch",
        "`each` goes through a list with one procedure, and `do` names 2",
        "Name one procedure in `do`, and let that one call the others",
      ],
    ]);
  });
});

describe("open", () => {
  it("takes a request that a browser can send", () => {
    const requests = (method: string) =>
      `requests: [{ id: page, method: ${method}, url: "https://crm.example", effect: reads }]\n`;
    expect(told(requests("GET") + step("open: page"))).toEqual([]);
    expect(told(requests("POST") + step("open: page"))).toEqual([
      [
        "5:44-48 schema-mismatch",
        "A browser opens addresses with GET, and the request `page` uses POST",
        "Write `request: page` to send it, or name a GET request",
      ],
    ]);
  });
});

describe("side by side", () => {
  const command = "command: { shell: bash, run: date, effect: reads }";
  const saving = (id: string, saved: string) =>
    `  - { id: ${id}, title: T, steps: [{ id: ${id}-step, title: T, ${command}, save: { ${saved}: output } }] }\n`;
  const calling = (id: string, fields: string) =>
    `  - { id: ${id}, title: T, steps: [{ id: ${id}-step, title: T, ${fields} }] }\n`;

  it("two branches that save the same id", () => {
    const body = step("do: [a, b]") + saving("a", "now") + saving("b", "now");
    expect(told(body)).toEqual([
      [
        "4:46-47 id-duplicate",
        "`b` saves `now` at the same time as `a` does",
        "Save it under another id in one of them, or do one after the other",
      ],
    ]);
    expect(problemsIn(body)[0]?.related.map(({ line, message }) => [line - 4, message])).toEqual([
      [5, "saved here"],
      [6, "saved here"],
    ]);
  });

  it("by the procedures that they call, also to repair or to go on", () => {
    const others = calling("c", "do: deep") + saving("deep", "now") + saving("a", "now");
    expect(told(`${step("do: [c, a]")}${others}`)[0]?.[1]).toBe(
      "`a` saves `now` at the same time as `c` does",
    );
    const repaired = calling(
      "c",
      "expect: { see: It }, onFailure: { any: { retry: 1, first: deep, else: { stop: No } } }",
    );
    expect(told(`${step("do: [c, a]")}${repaired}${saving("deep", "now")}${saving("a", "now")}`).length).toBe(
      1,
    );
  });

  it("one procedure twice", () => {
    const body = step("do: [a, a]") + saving("a", "now");
    expect(told(body)[0]?.[1]).toBe("`a` runs twice at the same time, and saves `now` each time");
    expect(problemsIn(body)[0]?.related).toHaveLength(1);
  });

  it("ids that differ, and steps that follow one another, are right", () => {
    expect(told(step("do: [a, b]") + saving("a", "now") + saving("b", "then"))).toEqual([]);
    const body = `procedures:
  - id: main
    title: Main
    steps: [{ id: one, title: One, do: a }, { id: two, title: Two, do: b }]
`;
    expect(told(body + saving("a", "now") + saving("b", "now"))).toEqual([]);
  });

  it("procedures that call each other in a circle do not keep it from ending", () => {
    expect(told(step("do: [a, b]") + calling("a", "do: b") + calling("b", "do: a"))).toEqual([]);
  });
});

it("a name that would need quotes is offered in words, and not put into the file by a fix", () => {
  const text = `runwright: 1\nid: a\ntitle: A\nversion: "1.0.0"\nowner: ops tea\nparties: [{ id: "ops #tea", name: Ops }]\nprocedures: [{ id: p, title: P, steps: [{ id: s, title: S }] }]\n`;
  const file = read(text, { path: "a.runbook.yaml" });
  const found = link(file, { load: () => ({ refused: "there is no such file" }) })?.problems ?? [];
  expect(found.map(({ message, fix }) => [message, fix])).toEqual([
    ["`ops tea` names no party, did you mean `ops #tea`?", undefined],
  ]);
});
