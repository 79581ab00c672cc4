import { describe, expect, it } from "vitest";
import { type Circle, circles } from "../src/circles.js";
import { link } from "../src/link.js";
import type { Linked } from "../src/linked.js";
import { read } from "../src/read.js";

const head = 'runwright: 1\nid: tried\ntitle: Tried\nversion: "1.0.0"\n';
const party = "parties: [{ id: boss, name: Boss }]\n";

function linkedOf(body: string): Linked {
  const file = read(head + body, { path: "tried.runbook.yaml" });
  expect(file.problems).toEqual([]);
  const linked = link(file, { load: () => ({ refused: "there is no such file" }) });
  if (!linked) throw new Error("Expected a model");
  expect(linked.problems).toEqual([]);
  return linked;
}

/** What a person would point at: the text of each written place. */
function found(body: string): unknown {
  const linked = linkedOf(body);
  return circles(linked).map((circle) => [circle.kind, circle.path.join(" "), ...lines(circle, linked)]);
}

function lines({ written }: Circle, { places }: Linked): readonly string[] {
  return written.map(([owner, key]) => {
    const place = places.of(owner, key);
    const text = place?.source.text ?? "";
    const from = text.lastIndexOf("\n", place?.start) + 1;
    return text.slice(from, text.indexOf("\n", from)).trim();
  });
}

describe("loops of `goto`", () => {
  it("finds a step that goes to itself", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    steps:
      - id: a
        title: A
        next: { goto: a }
`),
    ).toEqual([["goto", "a", "next: { goto: a }"]]);
  });

  it("names the first of the text first, and leaves out what merely follows", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    steps:
      - { id: a, title: A }
      - { id: b, title: B }
      - { id: c, title: C }
      - { id: d, title: D }
      - id: e
        title: E
        next: { goto: b }
`),
    ).toEqual([["goto", "b e", "next: { goto: b }"]]);
  });

  it("finds each `goto` that leads back to where a loop begins, and no other of the loop", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    steps:
      - id: a
        title: A
        next: { goto: c }
      - id: b
        title: B
        next: { goto: a }
      - id: c
        title: C
        choose:
          - when: It is red
            then: { goto: b }
          - when: It is blue
            then: { goto: a }
        otherwise: { end: done }
`),
    ).toEqual([
      ["goto", "a c b", "next: { goto: a }"],
      ["goto", "a c", "then: { goto: a }"],
    ]);
  });

  it("lets one `max` of a loop be enough", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    steps:
      - id: a
        title: A
        next: { goto: c }
      - id: b
        title: B
        next: { goto: a }
      - id: c
        title: C
        next: { goto: b, max: 2, else: { end: done } }
`),
    ).toEqual([]);
  });

  it("sees that an `else` without end closes a loop too", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    steps:
      - { id: a, title: A }
      - id: b
        title: B
        next: { goto: b, max: 2, else: { goto: a } }
`),
    ).toEqual([["goto", "a b", "next: { goto: b, max: 2, else: { goto: a } }"]]);
  });

  it("knows that a way back to what has ended is no loop", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    steps:
      - id: a
        title: A
        next: { goto: c }
      - id: b
        title: B
        next: { end: done }
      - id: c
        title: C
        next: { goto: b }
`),
    ).toEqual([]);
  });

  it("sees that `continue` goes where the step goes when it works", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    steps:
      - { id: a, title: A }
      - id: b
        title: B
        expect: { see: It is green }
        onFailure: { any: { continue: It does not matter } }
        next: { goto: c }
      - { id: d, title: D, next: { goto: a } }
      - { id: c, title: C }
`),
    ).toEqual([]);
  });

  it("follows a `goto` between procedures, and through a call", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    steps:
      - { id: a, title: A, do: q, onFailure: { any: { stop: No } } }
  - id: q
    title: Q
    steps:
      - id: b
        title: B
        expect: { see: Green }
        onFailure: { any: { goto: p } }
  - id: r
    title: R
    useWhen: Now
    steps:
      - { id: c, title: C, next: { goto: s } }
  - id: s
    title: S
    steps:
      - { id: d, title: D, do: r, onFailure: { any: { stop: No } } }
`),
    ).toEqual([
      ["goto", "p a q b", "onFailure: { any: { goto: p } }"],
      ["goto", "r c s d", "- { id: c, title: C, next: { goto: s } }"],
    ]);
  });
});

describe("what only seems to be a loop", () => {
  it("is a row of the procedure for a step that has its own", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    onFailure: { any: { goto: help } }
    steps:
      - { id: a, title: A, expect: { see: Green } }
      - id: help
        title: Help
        expect: { see: Somebody is there }
        onFailure: { any: { stop: Nobody is there } }
`),
    ).toEqual([]);
  });

  it("is a row of the procedure for a step that cannot fail", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    onFailure: { any: { goto: help } }
    steps:
      - { id: a, title: A, expect: { see: Green } }
      - { id: help, title: Help }
`),
    ).toEqual([]);
  });

  it("is a row for `stopped` of a procedure that never stops", () => {
    const text = (end: string) => `${party}procedures:
  - id: p
    title: P
    onFailure: { any: { goto: help } }
    steps:
      - { id: a, title: A, expect: { see: Green } }
      - { id: help, title: Help, do: q }
  - id: q
    title: Q
    steps:
      - { id: b, title: B, next: { goto: r } }
  - id: r
    title: R
    steps:
      - { id: c, title: C, next: { ${end} } }
`;
    expect(found(text("escalate: boss"))).toEqual([]);
    expect(found(text("stop: Nobody is there"))).toEqual([
      ["goto", "help", "onFailure: { any: { goto: help } }"],
    ]);
  });

  it("is an error that a closer one hides", () => {
    const text = (
      closer: string,
    ) => `${party}systems: [{ id: login, name: Login, endpoints: { token: "https://login.example" } }]
requests:
  - { id: ask-token, method: GET, url: "{{login.token}}" }
  - { id: ask-data, method: GET, url: "https://data.example" }
errors:
  - id: too-old
    match: { status: 401 }
    then: { retry: 1, first: renew, else: { escalate: boss } }
${closer}procedures:
  - id: p
    title: P
    onFailure: { any: { escalate: boss } }
    steps:
      - { id: a, title: A, request: ask-data }
  - id: renew
    title: Renew
    onFailure: { any: { escalate: boss } }
    steps:
      - { id: b, title: B, request: ask-token }
`;
    expect(found(text(""))).toEqual([
      ["call", "renew", "then: { retry: 1, first: renew, else: { escalate: boss } }"],
    ]);
    const other = (match: string) =>
      text(`  - { id: bad-password, match: { ${match} }, then: { escalate: boss } }\n`);
    expect(found(other("at: login, status: 401"))).toEqual([]);
    expect(found(other("at: ask-token, status: 4xx"))).toEqual([]);
    expect(found(other("at: ask-data, status: 401"))).toHaveLength(1);
    expect(found(other("at: login, status: 401, code: invalid_client"))).toHaveLength(1);
  });

  it("is a retry of the catalogue where the step may not be done twice", () => {
    const text = (repeatable: boolean) => `${party}requests:
  - { id: send, method: POST, url: "https://data.example", effect: changes, repeatable: ${repeatable} }
errors:
  - id: too-old
    match: { status: 401 }
    then: { retry: 1, first: renew, else: { escalate: boss } }
procedures:
  - id: renew
    title: Renew
    onFailure: { any: { escalate: boss } }
    steps:
      - { id: a, title: A, request: send }
`;
    expect(found(text(false))).toEqual([]);
    expect(found(text(true))).toHaveLength(1);
  });

  it("is an error that the step's action cannot show", () => {
    expect(
      found(`${party}errors:
  - id: too-old
    match: { status: 401 }
    then: { retry: 1, first: renew, else: { escalate: boss } }
procedures:
  - id: renew
    title: Renew
    onFailure: { any: { escalate: boss } }
    steps:
      - { id: a, title: A, command: { shell: sh, run: renew, effect: reads } }
`),
    ).toEqual([]);
  });
});

describe("circles of calls", () => {
  it("finds procedures that do each other, once", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    onFailure: { any: { stop: No } }
    steps:
      - { id: a, title: A, do: q }
  - id: q
    title: Q
    onFailure: { any: { stop: No } }
    steps:
      - { id: b, title: B, do: r }
      - { id: c, title: C, do: q }
  - id: r
    title: R
    onFailure: { any: { stop: No } }
    steps:
      - { id: d, title: D, do: [q, p] }
`),
    ).toEqual([
      [
        "call",
        "p q r",
        "- { id: a, title: A, do: q }",
        "- { id: b, title: B, do: r }",
        "- { id: d, title: D, do: [q, p] }",
      ],
    ]);
  });

  it("finds a repair that needs itself", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    onFailure: { any: { retry: 1, first: p, else: { stop: No } } }
    steps:
      - { id: a, title: A, expect: { see: Green } }
`),
    ).toEqual([["call", "p", "onFailure: { any: { retry: 1, first: p, else: { stop: No } } }"]]);
  });

  it("finds an undo that fails into itself", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    steps:
      - { id: a, title: A, effect: changes, undo: { do: q } }
      - id: b
        title: B
        expect: { see: Green }
        onFailure: { any: { undo: a, then: { stop: No } } }
  - id: q
    title: Q
    steps:
      - { id: c, title: C, do: p, onFailure: { any: { stop: No } } }
`),
    ).toEqual([
      [
        "call",
        "p q",
        "- { id: a, title: A, effect: changes, undo: { do: q } }",
        "- { id: c, title: C, do: p, onFailure: { any: { stop: No } } }",
      ],
    ]);
  });

  it("finds a step whose undo does it again, though nothing undoes it yet", () => {
    expect(
      found(`procedures:
  - id: p
    title: P
    steps:
      - { id: a, title: A, effect: changes, undo: { do: q } }
  - id: q
    title: Q
    steps:
      - { id: c, title: C, do: p, onFailure: { any: { stop: No } } }
  - id: r
    title: R
    useWhen: Now
    steps:
      - { id: d, title: D, effect: changes, undo: { do: r } }
`),
    ).toEqual([
      [
        "call",
        "p q",
        "- { id: c, title: C, do: p, onFailure: { any: { stop: No } } }",
        "- { id: a, title: A, effect: changes, undo: { do: q } }",
      ],
      ["call", "r", "- { id: d, title: D, effect: changes, undo: { do: r } }"],
    ]);
  });

  it("lets two procedures undo each other", () => {
    expect(
      found(`procedures:
  - id: open
    title: Open
    steps:
      - { id: a, title: A, effect: changes, undo: { do: close } }
  - id: close
    title: Close
    steps:
      - { id: b, title: B, effect: changes, undo: { do: open } }
`),
    ).toEqual([]);
  });

  it("follows calls into other runbooks and back", () => {
    const other = `runwright: 1
id: other
title: Other
version: "1.0.0"
procedures:
  - id: q
    title: Q
    steps:
      - { id: b, title: B, do: r, onFailure: { any: { stop: No } } }
  - id: r
    title: R
    steps:
      - { id: c, title: C, do: tried/p, onFailure: { any: { stop: No } } }
`;
    const linked = linkedOf(`procedures:
  - id: p
    title: P
    steps:
      - { id: a, title: A, do: other/q, onFailure: { any: { stop: No } } }
`);
    const runbook = (id: string) =>
      id === "other" ? read(other, { path: "other.runbook.yaml" }) : undefined;
    expect(circles(linked, { runbook }).map(({ kind, path }) => [kind, ...path])).toEqual([
      ["call", "p", "other/q", "other/r"],
    ]);
    expect(circles(linked)).toEqual([]);
  });

  const calling = `procedures:
  - id: p
    title: P
    steps:
      - { id: a, title: A, do: other/main, onFailure: { any: { stop: No } } }
`;
  /** The circles of `calling`, if the other runbook holds this. */
  function throughOther(body: string, fragment?: string): unknown {
    const other = `runwright: 1\nid: other\ntitle: Other\nversion: "1.0.0"\n${body}`;
    return circles(linkedOf(calling), {
      runbook: (id) => (id === "other" ? read(other, { path: "other.runbook.yaml" }) : undefined),
      load: (path) => (fragment === undefined ? { refused: "there is none" } : read(fragment, { path })),
    }).map(({ kind, path }) => [kind, ...path]);
  }
  const back = `  - id: m2
    title: M2
    steps:
      - { id: c, title: C, do: tried/p, onFailure: { any: { stop: No } } }
`;

  it.each([
    ["a `goto` of a step", "next: { goto: m2 }", ""],
    ["a row of the step", "expect: { see: it }, onFailure: { any: { goto: m2 } }", ""],
    ["`first`", "expect: { see: it }, onFailure: { any: { retry: 1, first: m2, else: { stop: No } } }", ""],
    ["a row of the procedure", "expect: { see: it }", "\n    onFailure: { any: { goto: m2 } }"],
    [
      "`first` in a row of the procedure",
      "expect: { see: it }",
      "\n    onFailure: { any: { retry: 1, first: m2, else: { stop: No } } }",
    ],
    [
      "an undo that is taken",
      "effect: changes, expect: { see: it }, undo: { do: m2 }, onFailure: { any: { undo: b, then: { stop: No } } }",
      "",
    ],
  ])("follows %s of another runbook", (_, step, rows) => {
    const main = `procedures:\n  - id: main\n    title: Main${rows}\n    steps:\n      - { id: b, title: B, ${step} }\n`;
    expect(throughOther(main + back)).toEqual([["call", "p", "other/main", "other/m2"]]);
  });

  it("follows the catalogue and the fragments of another runbook", () => {
    const main = `procedures:\n  - id: main\n    title: Main\n    steps:\n`;
    const sends = `requests: [{ id: get, method: GET, url: "https://crm.example" }]
errors: [{ id: gone, match: { status: 404 }, then: { retry: 1, first: m2, else: { stop: No } } }]
${main}      - { id: b, title: B, request: get }
`;
    const circle = [["call", "p", "other/main", "other/m2"]];
    expect(throughOther(sends + back)).toEqual(circle);
    const calls = `uses: [x.fragment.yaml]\n${main}      - { id: b, title: B, do: m2, onFailure: { any: { stop: No } } }\n`;
    expect(throughOther(calls, `runwright: 1\nkind: fragment\nid: x\nprocedures:\n${back}`)).toEqual(circle);
  });

  it("a `goto` with `max` and a call that does not come back are no circle", () => {
    const main = (next: string) =>
      `procedures:\n  - id: main\n    title: Main\n    steps:\n      - { id: b, title: B, next: ${next} }\n`;
    expect(throughOther(main("{ goto: m2, max: 1, else: { end: done } }") + back)).toEqual([]);
    expect(throughOther(main("{ end: done }") + back)).toEqual([]);
  });

  it("an own `goto` on the way through another runbook closes the circle", () => {
    const other = `runwright: 1
id: other
title: Other
version: "1.0.0"
procedures:
  - id: main
    title: Main
    steps:
      - { id: b, title: B, do: tried/p, onFailure: { any: { stop: No } } }
`;
    const linked = linkedOf(`procedures:
  - id: p
    title: P
    steps:
      - { id: a, title: A, next: { goto: q } }
  - id: q
    title: Q
    steps:
      - { id: c, title: C, do: other/main, onFailure: { any: { stop: No } } }
`);
    const runbook = (id: string) =>
      id === "other" ? read(other, { path: "other.runbook.yaml" }) : undefined;
    const found = circles(linked, { runbook });
    expect(found.map(({ kind }) => kind)).toEqual(["goto"]);
    expect(found.flatMap((circle) => lines(circle, linked))).toEqual([
      "- { id: a, title: A, next: { goto: q } }",
    ]);
  });
});

it("follows 2,000 steps without running out of stack or patience", () => {
  const steps = Array.from({ length: 1999 }, (_, index) => `      - { id: s${index}, title: S }\n`).join("");
  const body = `procedures:\n  - id: p\n    title: P\n    steps:\n${steps}      - { id: last, title: L, next: { goto: s0 } }\n`;
  expect(found(body)).toEqual([["goto", "s0 last", "- { id: last, title: L, next: { goto: s0 } }"]]);
});
