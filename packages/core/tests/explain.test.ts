import { describe, expect, it } from "vitest";
import { applyEdits } from "../src/edit.js";
import { explain } from "../src/explain.js";
import { read } from "../src/read.js";

/*
 * What is said about a file that is YAML and no runbook. Each problem is told as its place, its message and what to do;
 * the rule stands behind the place where it is not `schema-mismatch`.
 */

type Told = readonly [place: string, message: string, help: string];

function faults(text: string, line = 0, column = 0): Told[] {
  const { problems } = read(text, { path: "test.runbook.yaml" });
  return problems.map((problem) => {
    const from = `${problem.line - line}:${problem.column - column}`;
    const to = `${problem.endLine - line}:${problem.endColumn - column}`;
    const rule = problem.rule === "schema-mismatch" ? "" : ` ${problem.rule}`;
    return [`${from}-${to}${rule}`, problem.message, problem.help];
  });
}

/** The fields that a runbook must have, without those that the lines have, so that short lines make a whole file. */
function withHead(lines: string): string {
  const head = {
    runwright: "1",
    id: "test",
    title: "Test",
    version: '"1.0.0"',
    procedures: "[{ id: main, title: Main, steps: [{ id: read, title: Read }] }]",
  };
  const missing = Object.entries(head).filter(([name]) => !new RegExp(`^${name}:`, "m").test(lines));
  return [lines, ...missing.map(([name, value]) => `${name}: ${value}`)].join("\n");
}

/** Of lines at the top of a file; the rest of the head follows them. */
function faultsInHead(lines: string): Told[] {
  return faults(withHead(lines));
}

/** Of the first lines of a step, places counted from them; its `id` and `title` follow on the next two lines. */
function faultsInStep(lines: string): Told[] {
  const step = `${lines}\nid: look\ntitle: Look`.replaceAll("\n", "\n        ");
  const procedure = `procedures:\n  - id: check\n    title: Check\n    steps:\n      - ${step}`;
  return faults(withHead(procedure), 4, 8);
}

function lines(...all: readonly string[]): string {
  return all.join("\n");
}

describe("the whole file", () => {
  it("text that is no mapping", () => {
    expect(faults("Restart the server.")).toEqual([
      [
        "1:1-1:20",
        "Unexpected `Restart the server.`, expected a runbook",
        "Begin the file with `runwright: 1`",
      ],
    ]);
  });

  it("a list", () => {
    expect(faults(lines("- id: check", "  title: Check"))).toEqual([
      ["1:1-1:12", "Unexpected list, expected a runbook", "Begin the file with `runwright: 1`"],
    ]);
  });

  it("another kind of YAML file", () => {
    expect(faults(lines("name: ci", "on: push", "jobs: {}"))).toEqual([
      [
        "1:1-1:9",
        "This is no runbook: it has none of a runbook's fields",
        "Begin the file with `runwright: 1`, or rename it if it is something else",
      ],
    ]);
  });

  it("a file without its first line", () => {
    expect(
      faults(
        lines(
          "id: crm",
          "title: CRM",
          'version: "1.0.0"',
          "procedures: [{ id: check, title: Check, steps: [{ id: look, title: Look }] }]",
        ),
      ),
    ).toEqual([["1:1-1:8", "A runbook needs `runwright`", "Add `runwright: 1`"]]);
  });

  it("nothing but the first line", () => {
    expect(faults("runwright: 1")).toEqual([
      ["1:1-1:13", "A runbook needs `id`", "Add `id`: its identity, the same for ever"],
      ["1:1-1:13", "A runbook needs `title`", "Add `title`: its title"],
      ["1:1-1:13", "A runbook needs `version`", "Add `version`: its version, by semver, in quotes"],
      ["1:1-1:13", "A runbook needs `procedures`", "Add `procedures`: the procedures, each with its steps"],
    ]);
  });

  it("a later version of the format: nothing else is judged", () => {
    expect(faults(lines("runwright: 2", "titel: CRM"))).toEqual([
      [
        "1:12-1:13",
        "This runbook is written in version `2` of the format, and this tool knows version `1`",
        "Use a newer runwright, or write `runwright: 1`",
      ],
    ]);
  });

  it("a version of the format in quotes", () => {
    expect(faults(lines('runwright: "1"', "kind: fragment", "id: shared"))).toEqual([
      ["1:13-1:14", '`"1"` in quotes is text, and `runwright` takes `1`', "Remove the quotes"],
    ]);
  });

  it("a kind that there is not, and a fault beside it", () => {
    expect(
      faults(
        lines(
          "runwright: 1",
          "kind: runbook",
          "id: crm",
          "title: CRM",
          'version: "1.0.0"',
          "risk: huge",
          "procedures: [{ id: check, title: Check, steps: [{ id: look, title: Look }] }]",
        ),
      ),
    ).toEqual([
      [
        "2:1-2:5",
        "Only a fragment has a `kind`, and here it is `runbook`",
        "Remove `kind` from a runbook; write `kind: fragment` in a file that runbooks share",
      ],
      [
        "6:7-6:11",
        "Unexpected `huge`, expected one of `low`, `medium`, `high`",
        "Write one of `low`, `medium`, `high`: what following it wrongly can cost",
      ],
    ]);
  });

  it("a fragment with a field of runbooks", () => {
    expect(faults(lines("runwright: 1", "kind: fragment", "id: shared", "audience: [support]"))).toEqual([
      [
        "4:1-4:9 field-unknown",
        "Unknown field `audience` in a fragment, it belongs in a runbook",
        "Move it to a runbook, or begin the name with `x-` if the field is your own",
      ],
    ]);
  });

  it("a fragment without an id", () => {
    expect(faults(lines("runwright: 1", "kind: fragment"))).toEqual([
      ["1:1-1:13", "A fragment needs `id`", "Add `id`: its identity, the same for ever"],
    ]);
  });
});

describe("text", () => {
  it("a number", () => {
    expect(faultsInHead("title: 404")).toEqual([
      [
        "1:8-1:11 yaml-implicit-typing",
        "`404` without quotes is read as a number, and `title` takes text",
        'Put it in quotes: `"404"`',
      ],
    ]);
  });

  it("a number that the reader changes", () => {
    expect(faultsInHead("title: 0x1F")).toEqual([
      [
        "1:8-1:12 yaml-implicit-typing",
        "`0x1F` without quotes is read as the number `31`, and `title` takes text",
        'Put it in quotes: `"0x1F"`',
      ],
    ]);
  });

  it("true", () => {
    expect(faultsInHead("title: True")).toEqual([
      [
        "1:8-1:12 yaml-implicit-typing",
        "`True` without quotes is read as true or false, and `title` takes text",
        'Put it in quotes: `"True"`',
      ],
    ]);
  });

  it("nothing", () => {
    expect(faultsInHead("title:")).toEqual([
      ["1:1-1:6", "`title` is empty", "Write what it holds: its title"],
    ]);
  });

  it("null", () => {
    expect(faultsInHead(lines("title: null", "summary: ~"))).toEqual([
      ["1:8-1:12", "`title` is empty", "Write what it holds: its title"],
      [
        "2:10-2:11",
        "`summary` is empty",
        "Write what it holds, or remove the line: what it achieves, in a sentence or two",
      ],
    ]);
  });

  it("only blanks", () => {
    expect(faultsInHead('title: "  "')).toEqual([
      ["1:8-1:12", "`title` is empty", "Write what it holds: its title"],
    ]);
  });

  it("an empty text in a field that may be left out", () => {
    expect(faultsInHead('summary: ""')).toEqual([
      [
        "1:10-1:12",
        "`summary` is empty",
        "Write what it holds, or remove the line: what it achieves, in a sentence or two",
      ],
    ]);
  });

  it("a list", () => {
    expect(faultsInHead(lines("summary:", "  - One", "  - Two"))).toEqual([
      ["2:3-2:8", "Unexpected list, expected text", "Write text: what it achieves, in a sentence or two"],
    ]);
  });

  it("a mapping", () => {
    expect(faultsInHead(lines("summary:", "  first: One"))).toEqual([
      [
        "2:3-2:13",
        "Unexpected `name: value` lines, expected text",
        "Write text: what it achieves, in a sentence or two",
      ],
    ]);
  });

  it("a mapping by accident: a brace without quotes", () => {
    expect(faultsInHead("summary: { One, or two }")).toEqual([
      [
        "1:10-1:25",
        "Unexpected mapping in `{ }`, expected text",
        "Write text: what it achieves, in a sentence or two",
      ],
    ]);
  });

  it("an item that is empty", () => {
    expect(faultsInHead(lines("audience:", "  - support", "  -"))).toEqual([
      ["1:1-1:9", "An item of `audience` is empty", "Write something after the `-`, or remove the `-`"],
    ]);
  });

  it("an item that is a number", () => {
    expect(faultsInHead("tags: [crm, 7]")).toEqual([
      [
        "1:13-1:14 yaml-implicit-typing",
        "`7` without quotes is read as a number, and `tags` takes text",
        'Put it in quotes: `"7"`',
      ],
    ]);
  });
});

describe("ids", () => {
  it("capitals and blanks", () => {
    expect(faultsInHead(lines("parties:", "  - id: On Call", "    name: On-call"))).toEqual([
      [
        "2:9-2:16 id-format",
        "`On Call` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
        "Write an id such as `on-call`, here and wherever it is named",
      ],
    ]);
  });

  it("the file's own id", () => {
    expect(faultsInHead("id: CRM_token")).toEqual([
      [
        "1:5-1:14 id-format",
        "`CRM_token` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
        "Write an id such as `crm-token`",
      ],
    ]);
  });

  it("a word of the format", () => {
    expect(faultsInHead(lines("parties:", "  - id: any", "    name: Anybody"))).toEqual([
      [
        "2:9-2:12 id-format",
        "`any` is a word of the format and cannot be an id",
        "Write an id such as `any-party`, here and wherever it is named",
      ],
    ]);
  });

  it("a section of the Markdown spelling", () => {
    expect(faultsInHead(lines("notes:", "  - id: errors", "    title: Errors"))).toEqual([
      [
        "2:9-2:15 id-format",
        "`errors` is a word of the format and cannot be an id",
        "Write an id such as `errors-note`, here and wherever it is named",
      ],
    ]);
  });

  it("the id of a file is no anchor: it may be such a word", () => {
    expect(faultsInHead("id: errors")).toEqual([]);
  });

  it("a number", () => {
    expect(faultsInHead(lines("parties:", "  - id: 7", "    name: Seven"))).toEqual([
      ["2:9-2:10", "Unexpected `7`, expected an id such as `on-call`", "Write an id such as `on-call`"],
    ]);
  });

  it("a number that the reader changes", () => {
    expect(faultsInHead(lines("parties:", "  - id: 007", "    name: Bond"))).toEqual([
      [
        "2:9-2:12 yaml-implicit-typing",
        "`007` without quotes is read as the number `7`, and `id` takes text",
        "Write an id such as `on-call`, in quotes",
      ],
    ]);
  });

  it("a list", () => {
    expect(faultsInHead(lines("parties:", "  - id: [a, b]", "    name: Both"))).toEqual([
      ["2:9-2:15", "Unexpected list, expected an id such as `on-call`", "Write an id such as `on-call`"],
    ]);
  });

  it("no letters at all", () => {
    expect(faultsInHead(lines("parties:", '  - id: "2026"', "    name: Year"))).toEqual([
      [
        "2:10-2:14 id-format",
        "`2026` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
        "Write an id that begins with a letter, such as `on-call`",
      ],
    ]);
  });

  it("empty", () => {
    expect(faultsInHead(lines("parties:", '  - id: ""', "    name: Nobody"))).toEqual([
      ["2:9-2:11", "`id` is empty", "Write what it holds: its id"],
    ]);
  });

  it("too long", () => {
    expect(
      faultsInHead("id: a-name-of-more-than-sixty-four-letters-that-goes-on-and-on-and-on-and-on"),
    ).toEqual([
      [
        "1:5-1:77 id-format",
        "`a-name-of-more-than-sixty-four-letters-that-goes-on-and-on-and-on-and-on` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
        "Write an id such as `a-name-of-more-than-sixty-four-letters-that-goes-on-and-on-and-o`",
      ],
    ]);
  });

  it("the name of an endpoint", () => {
    expect(
      faultsInHead(
        lines(
          "systems:",
          "  - id: crm",
          "    name: CRM",
          '    endpoints: { Base URL: "https://crm.example", any: "https://any.example" }',
        ),
      ),
    ).toEqual([
      [
        "4:18-4:26 id-format",
        "`Base URL` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
        "Write an id such as `base-url`",
      ],
    ]);
  });
});

describe("ids in a step", () => {
  it("the name of a saved value", () => {
    expect(faultsInStep(lines("request: token", "save: { Access Token: $.access_token }"))).toEqual([
      [
        "2:9-2:21 id-format",
        "`Access Token` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
        "Write an id such as `access-token`, here and wherever it is named",
      ],
    ]);
  });

  it("the name of an item", () => {
    expect(faultsInStep(lines("do: check", "each: hosts", "as: Host"))).toEqual([
      [
        "3:5-3:9 id-format",
        "`Host` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
        "Write an id such as `host`, here and wherever it is named",
      ],
    ]);
  });
});

describe("references", () => {
  it("a list of parties where one is expected", () => {
    expect(faultsInHead("owner: [ops, support]")).toEqual([
      ["1:8-1:22", "Unexpected list, expected the id of a party", "Write the id of a party"],
    ]);
  });

  it("an entry written out where its id is expected", () => {
    expect(faultsInHead(lines("owner:", "  name: Operations"))).toEqual([
      ["2:3-2:19", "Unexpected `name: value` lines, expected the id of a party", "Write the id of a party"],
    ]);
  });

  it("a number", () => {
    expect(faultsInHead("owner: 7")).toEqual([
      ["1:8-1:9", "Unexpected `7`, expected the id of a party", "Write the id of a party"],
    ]);
  });

  it("empty", () => {
    expect(faultsInHead('owner: ""')).toEqual([
      [
        "1:8-1:10",
        "`owner` is empty",
        "Write what it holds, or remove the line: the party that keeps it true",
      ],
    ]);
  });

  it("of one kind or another", () => {
    expect(
      faultsInHead(lines("errors:", "  - id: denied", "    match: { at: { id: crm }, status: 403 }")),
    ).toEqual([
      [
        "3:18-3:29",
        "Unexpected mapping in `{ }`, expected the id of a system or a request",
        "Write the id of a system or a request",
      ],
    ]);
  });
});

describe("patterns", () => {
  it("a version of two numbers without quotes", () => {
    expect(faultsInHead("version: 1.10")).toEqual([
      [
        "1:10-1:14 yaml-implicit-typing",
        "`1.10` without quotes is read as the number `1.1`, and `version` takes text",
        'Write a version of three numbers such as `"1.4.0"`, in quotes',
      ],
    ]);
  });

  it("a version of two numbers", () => {
    expect(faultsInHead('version: "1.4"')).toEqual([
      [
        "1:11-1:14",
        'Unexpected `1.4`, expected a version of three numbers such as `"1.4.0"`',
        'Write a version of three numbers such as `"1.4.0"`',
      ],
    ]);
  });

  it("a version of one number", () => {
    expect(faultsInHead("version: 2")).toEqual([
      [
        "1:10-1:11",
        'Unexpected `2`, expected a version of three numbers such as `"1.4.0"`',
        'Write a version of three numbers such as `"1.4.0"`',
      ],
    ]);
  });

  it("a duration without a unit", () => {
    expect(faultsInHead("estimated: 20")).toEqual([
      [
        "1:12-1:14",
        "Unexpected `20`, expected a duration such as `90s`, `5m`, `2h`, `1d` or `1h30m`",
        "Write a duration such as `90s`, `5m`, `2h`, `1d` or `1h30m`",
      ],
    ]);
  });

  it("a duration in words", () => {
    expect(faultsInHead("estimated: about 20 minutes")).toEqual([
      [
        "1:12-1:28",
        "Unexpected `about 20 minutes`, expected a duration such as `90s`, `5m`, `2h`, `1d` or `1h30m`",
        "Write a duration such as `90s`, `5m`, `2h`, `1d` or `1h30m`",
      ],
    ]);
  });

  it("a date in another order", () => {
    expect(faultsInHead("review: { every: 90d, last: 01.11.2026 }")).toEqual([
      [
        "1:29-1:39",
        'Unexpected `01.11.2026`, expected a date such as `"2026-11-01"`',
        'Write a date such as `"2026-11-01"`',
      ],
    ]);
  });

  it("a day that there is not", () => {
    expect(faultsInHead('review: { last: "2026-11-32" }')).toEqual([
      [
        "1:18-1:28",
        'Unexpected `2026-11-32`, expected a date such as `"2026-11-01"`',
        'Write a date such as `"2026-11-01"`',
      ],
    ]);
  });

  it("a path from the root of the disk", () => {
    expect(faultsInHead("uses: [/shared/a.fragment.yaml]")).toEqual([
      [
        "1:8-1:31",
        "Unexpected `/shared/a.fragment.yaml`, expected a path with `/`, relative to this file",
        "Write a path with `/`, relative to this file",
      ],
    ]);
  });

  it("where a code stands", () => {
    expect(faultsInHead(lines("errors:", "  - id: gone", "    match: { code: gone, in: body }"))).toEqual([
      [
        "3:30-3:34",
        "Unexpected `body`, expected a JSON path such as `$.error`, `www-authenticate` or `redirect`",
        "Write a JSON path such as `$.error`, `www-authenticate` or `redirect`",
      ],
    ]);
  });
});

describe("patterns in a step", () => {
  it("a JSON path without its dollar", () => {
    expect(faultsInStep(lines("request: token", "save: { now: time }"))).toEqual([
      [
        "2:14-2:18",
        "Unexpected `time`, expected a JSON path such as `$.access_token`, or `output`",
        "Write a JSON path such as `$.access_token`, or `output`",
      ],
    ]);
  });

  it("a JSON path as a key", () => {
    expect(faultsInStep(lines("expect:", "  json: { status: done }"))).toEqual([
      [
        "2:11-2:17",
        "Unexpected `status`, expected a JSON path such as `$.access_token`",
        "Write a JSON path such as `$.access_token`",
      ],
    ]);
  });
});

describe("numbers, truth values and fixed words", () => {
  it("a number in quotes", () => {
    expect(faultsInHead('signoff: { security: "1" }')).toEqual([
      ["1:23-1:24", '`"1"` in quotes is text, and `security` takes a number', "Remove the quotes"],
    ]);
  });

  it("too small", () => {
    expect(faultsInHead("signoff: { security: 0 }")).toEqual([
      ["1:22-1:23", "Unexpected `0`, expected a whole number from 1", "Write a whole number from 1"],
    ]);
  });

  it("not a whole number", () => {
    expect(faultsInHead("signoff: { security: 1.5 }")).toEqual([
      ["1:22-1:25", "Unexpected `1.5`, expected a whole number from 1", "Write a whole number from 1"],
    ]);
  });

  it("a number as a word", () => {
    expect(faultsInHead("signoff: { security: one }")).toEqual([
      ["1:22-1:25", "Unexpected `one`, expected a whole number from 1", "Write a whole number from 1"],
    ]);
  });

  it("yes", () => {
    expect(faultsInHead(lines("inputs:", "  - { id: host, label: Host, required: yes }"))).toEqual([
      ["2:40-2:43", "Unexpected `yes`, expected `true` or `false`", "Write `true`"],
    ]);
  });

  it("true in quotes", () => {
    expect(faultsInHead(lines("inputs:", '  - { id: host, label: Host, required: "true" }'))).toEqual([
      [
        "2:41-2:45",
        '`"true"` in quotes is text, and `required` takes `true` or `false`',
        "Remove the quotes",
      ],
    ]);
  });

  it("a number where true or false is expected", () => {
    expect(faultsInHead(lines("inputs:", "  - { id: host, label: Host, required: 1 }"))).toEqual([
      [
        "2:40-2:41",
        "Unexpected `1`, expected `true` or `false`",
        "Write `true` or `false`: whether the reader must give it",
      ],
    ]);
  });

  it("a fixed word, nearly", () => {
    expect(faultsInHead("risk: meduim")).toEqual([
      ["1:7-1:13", "Unexpected `meduim`, expected one of `low`, `medium`, `high`", "Write `medium`"],
    ]);
  });

  it("a fixed word in other letters", () => {
    expect(
      faultsInHead(lines("requests:", '  - { id: token, method: get, url: "https://login.example/token" }')),
    ).toEqual([
      [
        "2:26-2:29",
        "Unexpected `get`, expected one of `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE`, `OPTIONS`",
        "Write `GET`",
      ],
    ]);
  });

  it("a word that is not one of them", () => {
    expect(faultsInHead("risk: enormous")).toEqual([
      [
        "1:7-1:15",
        "Unexpected `enormous`, expected one of `low`, `medium`, `high`",
        "Write one of `low`, `medium`, `high`: what following it wrongly can cost",
      ],
    ]);
  });

  it("several of them", () => {
    expect(faultsInHead("risk: [low, high]")).toEqual([
      [
        "1:7-1:18",
        "Unexpected list, expected one of `low`, `medium`, `high`",
        "Write one of `low`, `medium`, `high`: what following it wrongly can cost",
      ],
    ]);
  });

  it("a field that can only be true", () => {
    expect(faultsInHead(lines("errors:", "  - id: silent", "    match: { noAnswer: false }"))).toEqual([
      [
        "3:24-3:29",
        "Unexpected `false`, expected `true`",
        "Write `true`, or remove the line: no answer came",
      ],
    ]);
  });
});

describe("statuses", () => {
  it("in quotes", () => {
    expect(faultsInHead(lines("errors:", '  - { id: denied, match: { status: "403" } }'))).toEqual([
      ["2:37-2:40", '`"403"` in quotes is text, and `status` takes a number', "Remove the quotes"],
    ]);
  });

  it("a class in capitals", () => {
    expect(faultsInHead(lines("errors:", "  - { id: denied, match: { status: 4XX } }"))).toEqual([
      [
        "2:36-2:39",
        "Unexpected `4XX`, expected a status such as `401`, or a class such as `5xx`",
        "Write `4xx`",
      ],
    ]);
  });

  it("a number that is no status", () => {
    expect(faultsInHead(lines("errors:", "  - { id: denied, match: { status: 42 } }"))).toEqual([
      [
        "2:36-2:38",
        "Unexpected `42`, expected a status such as `401`, or a class such as `5xx`",
        "Write one number from 100 to 599, or a class: the status of the answer",
      ],
    ]);
  });

  it("several", () => {
    expect(faultsInHead(lines("errors:", "  - { id: denied, match: { status: [401, 403] } }"))).toEqual([
      [
        "2:36-2:46",
        "Unexpected list, expected a status such as `401`, or a class such as `5xx`",
        "Write one number from 100 to 599, or a class: the status of the answer",
      ],
    ]);
  });
});

describe("values that are sent", () => {
  it("a list in a form", () => {
    expect(
      faultsInHead(
        lines(
          "requests:",
          "  - id: token",
          "    method: GET",
          "    url: https://login.example",
          "    form: { scope: [a, b] }",
        ),
      ),
    ).toEqual([
      ["5:20-5:26", "Unexpected list, expected text, a number, `true` or `false`", "Write one value"],
    ]);
  });

  it("a parameter without a value", () => {
    expect(
      faultsInHead(
        lines(
          "requests:",
          "  - id: token",
          "    method: GET",
          "    url: https://login.example",
          "    query:",
          "      page:",
        ),
      ),
    ).toEqual([["6:7-6:11", "`page` is empty", 'Write a value, or `""` for an empty one']]);
  });

  it("a number that JSON would round", () => {
    expect(
      faultsInHead(
        lines(
          "requests:",
          "  - id: token",
          "    method: GET",
          "    url: https://login.example",
          "    json: { order: { id: 12345678901234567890 } }",
        ),
      ),
    ).toEqual([
      [
        "5:26-5:46",
        "`12345678901234567890` is a number that JSON cannot hold exactly",
        'Write a smaller number, or text: `"12345678901234567890"`',
      ],
    ]);
  });

  it("a number that JSON does not have", () => {
    expect(faultsInHead(lines("inputs:", "  - { id: limit, label: Limit, default: .inf }"))).toEqual([
      [
        "2:41-2:45",
        "`.inf` is a number that JSON cannot hold exactly",
        'Write a smaller number, or text: `".inf"`',
      ],
    ]);
  });
});

describe("lists and mappings", () => {
  it("a word where a list is expected", () => {
    expect(faultsInHead("audience: support")).toEqual([
      [
        "1:11-1:18",
        "Unexpected `support`, expected a list",
        "Write each on a line of its own, after `- `: who must be able to follow it: `support`, `operations`, `product`, `engineering`, …",
      ],
    ]);
  });

  it("entries by name where a list is expected", () => {
    expect(faultsInHead(lines("parties:", "  ops:", "    name: Operations"))).toEqual([
      [
        "2:3-2:7",
        "Unexpected `name: value` lines, expected a list",
        "Write each on a line of its own, after `- `: the people and teams that the runbook names",
      ],
    ]);
  });

  it("an empty list", () => {
    expect(faultsInHead("procedures: []")).toEqual([
      [
        "1:13-1:15",
        "`procedures` is an empty list",
        "Write at least one: the procedures, each with its steps",
      ],
    ]);
  });

  it("nothing where a list is expected", () => {
    expect(faultsInHead(lines("procedures:", "  - id: check", "    title: Check", "    steps:"))).toEqual([
      ["4:5-4:10", "`steps` is empty", "Write what it holds: its steps, in order"],
    ]);
  });

  it("a list where names have values", () => {
    expect(faultsInHead("signoff: [security]")).toEqual([
      [
        "1:10-1:20",
        "Unexpected list, expected `name: value` lines",
        "Write each as `name: value` on a line of its own: the roles that must approve each version, and how many people of each",
      ],
    ]);
  });

  it("an item with nothing in it", () => {
    expect(faultsInHead(lines("parties:", "  -", "  - id: ops", "    name: Operations"))).toEqual([
      ["1:1-1:8", "An item of `parties` is empty", "Write something after the `-`, or remove the `-`"],
    ]);
  });

  it("an item that is only words", () => {
    expect(
      faultsInHead(
        lines("procedures:", "  - id: check", "    title: Check", "    steps:", "      - Look at the queue"),
      ),
    ).toEqual([
      [
        "5:9-5:26",
        "Unexpected `Look at the queue`, expected the fields of a step",
        "Write them after the `-` as `name: value` lines: `id` and `title`",
      ],
    ]);
  });
});

describe("entries", () => {
  it("without what they must have", () => {
    expect(faultsInHead(lines("parties:", "  - id: ops", "  - name: Support"))).toEqual([
      ["2:9-2:12", "A party needs `name`", "Add `name`: its name"],
      ["3:5-3:18", "A party needs `id`", "Add `id`: its id"],
    ]);
  });

  it("a request that does not say what it does", () => {
    expect(
      faultsInHead(
        lines("requests:", "  - id: token", "    method: POST", "    url: https://login.example/token"),
      ),
    ).toEqual([
      [
        "2:9-2:14",
        "A request with `method: POST` needs `effect`",
        "Add `effect`: what it does to the system; `reads` for GET and HEAD, else it must be said",
      ],
    ]);
  });

  it("a method that there is not demands no effect", () => {
    expect(
      faultsInHead(
        lines("requests:", "  - id: token", "    method: FETCH", "    url: https://login.example/token"),
      ),
    ).toEqual([
      [
        "3:13-3:18",
        "Unexpected `FETCH`, expected one of `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE`, `OPTIONS`",
        "Write one of `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE`, `OPTIONS`: the HTTP method",
      ],
    ]);
  });
});

describe("fields of a step that have fields of their own", () => {
  it("words where fields are expected", () => {
    expect(faultsInStep("expect: The queue is empty")).toEqual([
      [
        "1:9-1:27",
        "Unexpected `The queue is empty`, expected the fields of an expectation",
        "Write them below `expect` as `name: value` lines, such as `see`, `exit` or `output`",
      ],
    ]);
  });

  it("a command on the line of its field", () => {
    expect(faultsInStep("command: ./restart.sh")).toEqual([
      [
        "1:10-1:22",
        "Unexpected `./restart.sh`, expected the fields of a command",
        "Write them below `command` as `name: value` lines: `shell`, `effect` and one of `run`, `file`",
      ],
    ]);
  });

  it("a list where fields are expected", () => {
    expect(faultsInStep("command: [bash, ls]")).toEqual([
      [
        "1:10-1:20",
        "Unexpected list, expected the fields of a command",
        "Write them below `command` as `name: value` lines: `shell`, `effect` and one of `run`, `file`",
      ],
    ]);
  });

  it("a step where an outcome is expected", () => {
    expect(faultsInStep("next: look")).toEqual([
      [
        "1:7-1:11",
        "Unexpected `look`, expected the fields of an outcome",
        "Write them below `next` as `name: value` lines: one of `goto`, `retry`, `undo`, `escalate`, `stop`, `end`",
      ],
    ]);
  });

  it("nothing", () => {
    expect(faultsInStep("confirm:")).toEqual([
      [
        "1:1-1:8",
        "`confirm` is empty",
        "Write what it holds, or remove the line: what the person must confirm before it",
      ],
    ]);
  });
});

describe("unknown fields", () => {
  it("misspelt", () => {
    expect(faultsInHead("onwer: ops")).toEqual([
      [
        "1:1-1:6 field-unknown",
        "Unknown field `onwer`, did you mean `owner`?",
        "Write `owner`, or begin the name with `x-` if the field is your own",
      ],
    ]);
  });

  it("misspelt, so that another one is missing: told once", () => {
    expect(faultsInHead(lines("parties:", "  - id: ops", "    nmae: Operations"))).toEqual([
      [
        "3:5-3:9 field-unknown",
        "Unknown field `nmae`, did you mean `name`?",
        "Write `name`, or begin the name with `x-` if the field is your own",
      ],
    ]);
  });

  it("misspelt, with the right one beside it", () => {
    expect(faultsInHead(lines("tags: [crm]", "tagss: [api]"))).toEqual([
      [
        "2:1-2:6 field-unknown",
        "Unknown field `tagss`, did you mean `tags`?",
        "`tags` is there already: move what is new to it, and remove `tagss`",
      ],
    ]);
  });

  it("of an entry further in", () => {
    expect(faultsInHead(lines("steps:", "  - id: look", "    title: Look"))).toEqual([
      [
        "1:1-1:6 field-unknown",
        "Unknown field `steps` in a runbook, it belongs in a procedure",
        "Move it to a procedure, or begin the name with `x-` if the field is your own",
      ],
    ]);
  });

  it("the author's own", () => {
    expect(faultsInHead("x-colour: red")).toEqual([]);
  });
});

describe("unknown fields of a step", () => {
  it("one level too high", () => {
    expect(faultsInStep("run: ./restart.sh")).toEqual([
      [
        "1:1-1:4 field-unknown",
        "Unknown field `run` in a step, it belongs in `command`",
        "Write it below `command`, indented by two more spaces",
      ],
    ]);
  });

  it("one level too high, with two homes", () => {
    expect(faultsInStep("goto: look")).toEqual([
      [
        "1:1-1:5 field-unknown",
        "Unknown field `goto` in a step, it belongs in `otherwise` or `next`",
        "Write it below `otherwise` or `next`, indented by two more spaces",
      ],
    ]);
  });

  it("of nobody", () => {
    expect(faultsInStep("colour: red")).toEqual([
      [
        "1:1-1:7 field-unknown",
        "Unknown field `colour` in a step",
        "Use one of `id`, `title`, `by`, `onlyIf`, `text`, `command`, `request`, `with`, `open`, `do`, `each`, `as`, `approve`, `choose`, `otherwise`, `effect`, `ask`, `wait`, `confirm`, `timeout`, `expect`, `save`, `undo`, `onFailure`, `next`; or begin the name with `x-` if the field is your own",
      ],
    ]);
  });

  it("a verb, misspelt: told once", () => {
    expect(faultsInStep("next: { escalte: ops }")).toEqual([
      [
        "1:9-1:16 field-unknown",
        "Unknown field `escalte`, did you mean `escalate`?",
        "Write `escalate`, or begin the name with `x-` if the field is your own",
      ],
    ]);
  });
});

describe("fields of a step that exclude or need one another", () => {
  it("two actions", () => {
    expect(faultsInStep(lines("request: token", "do: check"))).toEqual([
      [
        "2:1-2:3",
        "A step has both `request` and `do`, and can have only one",
        "Keep one of the two, and make the other a step of its own",
      ],
    ]);
  });

  it("two verbs in one outcome", () => {
    expect(faultsInStep("next: { goto: look, stop: It is over }")).toEqual([
      ["1:21-1:25", "An outcome has both `goto` and `stop`, and can have only one", "Keep one of the two"],
    ]);
  });

  it("no verb in an outcome", () => {
    expect(faultsInStep("next: { say: Well done }")).toEqual([
      [
        "1:7-1:25",
        "An outcome needs one of `goto`, `retry`, `undo`, `escalate`, `stop`, `end`",
        "Add the one that is meant",
      ],
    ]);
  });

  it("an empty outcome", () => {
    expect(faultsInStep("next: {}")).toEqual([
      [
        "1:7-1:9 step-dead-end",
        "`next` is empty",
        "Write an outcome below it, such as `goto: …` or `escalate: …`: what happens when it worked; else the next step",
      ],
    ]);
  });

  it("a branch without an outcome", () => {
    expect(faultsInStep(lines("choose:", "  - when: It is late", "otherwise: { end: done }"))).toEqual([
      ["2:5-2:21 step-dead-end", "A branch needs `then`", "Add `then`: what happens then"],
    ]);
  });

  it("a command with neither text nor file", () => {
    expect(faultsInStep("command: { shell: bash, effect: reads }")).toEqual([
      [
        "1:10-1:40",
        "A command needs one of `run`, `file`",
        "Add `run` (the command itself) or `file` (a script file, relative to this file)",
      ],
    ]);
  });

  it("a command with both", () => {
    expect(faultsInStep("command: { shell: bash, effect: reads, run: ls, file: ls.sh }")).toEqual([
      ["1:49-1:53", "A command has both `run` and `file`, and can have only one", "Keep one of the two"],
    ]);
  });

  it("a modifier without its verb", () => {
    expect(faultsInStep("next: { stop: Enough, max: 2 }")).toEqual([
      ["1:23-1:26", "`max` has no meaning without `goto`", "Add `goto`, or remove `max`"],
    ]);
  });

  it("a modifier alone: told once", () => {
    expect(faultsInStep("next: { delay: 5s }")).toEqual([
      ["1:9-1:14", "`delay` has no meaning without `retry`", "Add `retry`, or remove `delay`"],
    ]);
  });

  it("each without as", () => {
    expect(faultsInStep(lines("do: check", "each: hosts"))).toEqual([
      ["3:5-3:9", "A step with `each` needs `as`", "Add `as`: the name of the item in the called procedure"],
    ]);
  });

  it("as without each: told once", () => {
    expect(faultsInStep(lines("do: check", "as: host"))).toEqual([
      ["2:1-2:3", "`as` has no meaning without `each`", "Add `each`, or remove `as`"],
    ]);
  });

  it("undoing without what comes then", () => {
    expect(faultsInStep("onFailure: { any: { undo: look } }")).toEqual([
      [
        "1:19-1:33 step-dead-end",
        "An outcome with `undo` needs `then`",
        "Add `then`: what happens when all is undone",
      ],
    ]);
  });

  it("an effect that the command says itself", () => {
    expect(
      faultsInStep(lines("effect: reads", "command: { shell: bash, run: date, effect: reads }")),
    ).toEqual([
      [
        "1:1-1:7",
        "`effect` may not stand beside `command`, which has its own",
        "Write `effect` in the command, and remove it here",
      ],
    ]);
  });

  it("a timeout that the request has", () => {
    expect(faultsInStep(lines("request: token", "timeout: 10s"))).toEqual([
      [
        "2:1-2:8",
        "`timeout` may not stand beside `request`, which has its own",
        "Write `timeout` in the request, and remove it here",
      ],
    ]);
  });
});

describe("fields of the head that exclude or need one another", () => {
  it("three bodies of one request", () => {
    expect(
      faultsInHead(
        lines(
          "requests:",
          '  - { id: a, method: GET, url: "https://crm.example", form: {}, json: {}, body: "" }',
        ),
      ),
    ).toEqual([
      ["2:65-2:69", "A request has both `form` and `json`, and can have only one", "Keep one of the two"],
    ]);
  });

  it("a password without a user", () => {
    expect(
      faultsInHead(
        lines("requests:", '  - { id: a, method: GET, url: "https://crm.example", auth: { password: key } }'),
      ),
    ).toEqual([
      ["2:63-2:71", "`password` has no meaning without `user`", "Add `user`, or remove `password`"],
    ]);
  });

  it("an error whose answer is empty", () => {
    expect(faultsInHead(lines("errors:", "  - { id: denied, match: { status: 403 }, then: {} }"))).toEqual([
      [
        "2:49-2:51 error-resolution-missing",
        "`then` is empty",
        "Write an outcome below it, such as `goto: …` or `escalate: …`: what to do about it",
      ],
    ]);
  });

  it("clients without the profile", () => {
    expect(faultsInHead(lines("clients:", "  - { id: app }"))).toEqual([
      ["1:1-1:8", "`clients` has no meaning without `profile`", "Add `profile`, or remove `clients`"],
    ]);
  });
});

describe("one of two shapes", () => {
  it("neither words nor a comparison", () => {
    expect(faultsInStep("onlyIf: [it is late]")).toEqual([
      [
        "1:9-1:21",
        "Unexpected list, expected words or the fields of a condition",
        "Write words, or `name: value` lines: `value` and one of `is`, `in`, `not`, `atLeast`, `atMost`, `contains`",
      ],
    ]);
  });

  it("true, where words are expected", () => {
    expect(faultsInStep("onlyIf: true")).toEqual([
      [
        "1:9-1:13 yaml-implicit-typing",
        "`true` without quotes is read as true or false, and `onlyIf` takes text",
        'Put it in quotes: `"true"`',
      ],
    ]);
  });

  it("a comparison with no test", () => {
    expect(faultsInStep("onlyIf: { value: host }")).toEqual([
      [
        "1:9-1:24",
        "A condition needs one of `is`, `in`, `not`, `atLeast`, `atMost`, `contains`",
        "Add the one that is meant",
      ],
    ]);
  });

  it("a comparison with two tests", () => {
    expect(faultsInStep("onlyIf: { value: host, is: a, not: b }")).toEqual([
      ["1:31-1:34", "A condition has both `is` and `not`, and can have only one", "Keep one of the two"],
    ]);
  });
});

describe("one of two shapes in a request", () => {
  it("a word that is not the fixed one", () => {
    expect(
      faultsInHead(lines("requests:", '  - { id: a, method: GET, url: "https://crm.example", auth: basic }')),
    ).toEqual([
      [
        "2:61-2:66",
        "Unexpected `basic`, expected `none` or the fields of an authentication",
        "Write `none`, or `name: value` lines: one of `client`, `bearer`, `user`",
      ],
    ]);
  });

  it("nothing", () => {
    expect(
      faultsInHead(lines("requests:", '  - { id: a, method: GET, url: "https://crm.example", auth: }')),
    ).toEqual([
      ["2:55-2:59", "`auth` is empty", "Write what it holds, or remove the line: how it proves who sends it"],
    ]);
  });
});

describe("outcomes in the wrong place", () => {
  it("directly below onFailure", () => {
    expect(faultsInStep("onFailure: { retry: 2, delay: 5s, else: { end: done } }")).toEqual([
      [
        "1:14-1:19",
        "`retry` stands directly below `onFailure`, which names first the failure that is answered",
        "Write `any:` below `onFailure`, and `retry` below that, indented by two more spaces",
      ],
    ]);
  });

  it("continue, where nothing has failed", () => {
    expect(faultsInStep("next: { continue: It does not matter }")).toEqual([
      [
        "1:9-1:17",
        "`continue` may not stand here: it answers a failure, and here nothing has failed",
        "Use one of `goto`, `retry`, `undo`, `escalate`, `stop`, `end`, or remove it",
      ],
    ]);
  });

  it("continue at the end of a branch", () => {
    expect(
      faultsInStep(
        lines(
          "choose:",
          "  - when: It is late",
          "    then: { goto: look, max: 1, else: { continue: Enough } }",
        ),
      ),
    ).toEqual([
      [
        "3:41-3:49",
        "`continue` may not stand here: it answers a failure, and here nothing has failed",
        "Use one of `goto`, `retry`, `undo`, `escalate`, `stop`, `end`, or remove it",
      ],
    ]);
  });

  it.each(["", "retry: 1, else: { "])("continue in an error of the catalogue: %s", (before) => {
    const end = before && " }";
    const then = `    then: { ${before}continue: It does not matter${end} }`;
    const text = lines("errors:", "  - id: gone", "    match: { status: 404 }", then);
    expect(faultsInHead(text)).toMatchObject([
      [
        expect.anything(),
        "`continue` may not stand here: the catalogue serves every step, and only a row of `onFailure` knows that a failure does not matter",
        "Use one of `goto`, `retry`, `undo`, `escalate`, `stop`, `end`, or remove it",
      ],
    ]);
  });

  it.each(["{}", "{ at: shop }", "[{ status: 404 }, { at: shop }]"])("a match of nothing: %s", (match) => {
    const text = lines(
      "systems: [{ id: shop, name: Shop }]",
      "errors:",
      "  - id: gone",
      `    match: ${match}`,
      "    then: { stop: Gone }",
    );
    expect(faultsInHead(text)).toMatchObject([
      [
        expect.anything(),
        "A match needs at least one of `status`, `code`, `json`, `exit`, `shows`, `noAnswer`",
        "Add what is compared: without it, the match never holds",
      ],
    ]);
  });

  it("continue where a failure is answered, at any depth", () => {
    expect(
      faultsInStep(lines("onFailure:", "  any: { retry: 1, else: { continue: It does not matter } }")),
    ).toEqual([]);
  });
});

describe("several faults", () => {
  it("each is told, in the order of the file", () => {
    expect(
      faultsInHead(
        lines("title: 5", "risk: hi", "estimated: soon", "parties:", "  - name: Nobody", "    contact: mail"),
      ),
    ).toEqual([
      [
        "1:8-1:9 yaml-implicit-typing",
        "`5` without quotes is read as a number, and `title` takes text",
        'Put it in quotes: `"5"`',
      ],
      [
        "2:7-2:9",
        "Unexpected `hi`, expected one of `low`, `medium`, `high`",
        "Write one of `low`, `medium`, `high`: what following it wrongly can cost",
      ],
      [
        "3:12-3:16",
        "Unexpected `soon`, expected a duration such as `90s`, `5m`, `2h`, `1d` or `1h30m`",
        "Write a duration such as `90s`, `5m`, `2h`, `1d` or `1h30m`",
      ],
      ["5:5-5:17", "A party needs `id`", "Add `id`: its id"],
      [
        "6:14-6:18",
        "Unexpected `mail`, expected a list",
        "Write each on a line of its own, after `- `: how to reach it, the quickest way first",
      ],
    ]);
  });
});

/** The lines at the top of a file after the fix of the first problem, and whether that fix is safe. */
function fixed(text: string): { after: string; safe: boolean | undefined } {
  const whole = withHead(text);
  const [problem] = read(whole, { path: "test.runbook.yaml" }).problems;
  const after = applyEdits(whole, problem?.fix?.edits ?? []);
  return { after: after.slice(0, after.length - (whole.length - text.length)), safe: problem?.fix?.safe };
}

describe("fixes", () => {
  it("quotes for text that reads as a number", () => {
    expect(fixed("title: 0x1F # the error")).toEqual({ after: 'title: "0x1F" # the error', safe: true });
  });

  it("no quotes for a number; yes is true", () => {
    expect(fixed('signoff: { security: "1" }')).toEqual({ after: "signoff: { security: 1 }", safe: true });
    expect(fixed("inputs: [{ id: host, label: Host, required: yes }]")).toEqual({
      after: "inputs: [{ id: host, label: Host, required: true }]",
      safe: true,
    });
  });

  it("none where quotes would only move the fault", () => {
    expect(fixed("version: 1.10").safe).toBeUndefined();
    expect(fixed("estimated: 20").safe).toBeUndefined();
  });

  it("the right name of a field", () => {
    expect(fixed("'onwer': ops")).toEqual({ after: "owner: ops", safe: false });
  });

  it("an id, wherever the file names it", () => {
    const text = lines(
      "escalation: On Call",
      "parties:",
      "  - { id: On Call, name: On Call }",
      "  - { id: support, name: Support, does: On Call }",
      "systems:",
      "  - id: crm",
      "    name: CRM",
      '    logs: [{ name: Log, viewers: ["On Call", support] }]',
    );
    expect(fixed(text)).toEqual({
      after: lines(
        "escalation: on-call",
        "parties:",
        "  - { id: on-call, name: On Call }",
        "  - { id: support, name: Support, does: On Call }",
        "systems:",
        "  - id: crm",
        "    name: CRM",
        "    logs: [{ name: Log, viewers: [on-call, support] }]",
      ),
      safe: false,
    });
  });

  it("an id that is a row's name and a saved value's", () => {
    expect(
      fixed(
        lines(
          "errors: [{ id: Denied, match: { status: 403 } }]",
          "procedures:",
          "  - id: check",
          "    title: Check",
          "    onFailure: { Denied: { stop: No access }, any: { stop: Why } }",
          "    steps: [{ id: look, title: Look }]",
        ),
      ).after,
    ).toBe(
      lines(
        "errors: [{ id: denied, match: { status: 403 } }]",
        "procedures:",
        "  - id: check",
        "    title: Check",
        "    onFailure: { denied: { stop: No access }, any: { stop: Why } }",
        "    steps: [{ id: look, title: Look }]",
      ),
    );
  });

  it("no id that another entry has, and none that YAML readers would change", () => {
    expect(
      fixed("parties: [{ id: OPS, name: Operations }, { id: ops, name: Operations }]").safe,
    ).toBeUndefined();
    expect(fixed("parties: [{ id: NO, name: Norway }]").after).toBe('parties: [{ id: "no", name: Norway }]');
  });
});

describe("what can be judged further", () => {
  const isReadable = (text: string) => {
    const { tree } = read(withHead(text), { path: "test.runbook.yaml" });
    return tree && explain(tree).isReadable;
  };

  it("a file with unknown fields and odd ids", () => {
    expect(isReadable("colour: red")).toBe(true);
    expect(isReadable("parties: [{ id: On Call, name: On-call }]")).toBe(true);
  });

  it("not a file in which the misspelt field is missing", () => {
    expect(isReadable("parties: [{ id: ops, nmae: Operations }]")).toBe(false);
  });

  it("not a file with more faults than are told", () => {
    const text = Array.from({ length: 2000 }, (_, i) => `strange-${i}: x`).join("\n");
    expect(read(withHead(text), { path: "test.runbook.yaml" }).problems).toHaveLength(1000);
    expect(isReadable(text)).toBe(false);
  });
});

// Quadratic work would take minutes here, and the runner's own time limit would end it.
it("a file of nothing but faults is explained up to a limit", () => {
  const fields = Array.from({ length: 60_000 }, (_, i) => `k${i}: ~`).join("\n");
  const ids = Array.from({ length: 20_000 }, (_, i) => `- { id: A${i} }`).join("\n");
  expect(faultsInHead(fields).length).toBeLessThanOrEqual(1000);
  expect(faultsInHead(lines("parties:", ids)).length).toBeLessThanOrEqual(1000);
});
