import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Graph, graph } from "../src/graph.js";
import { link } from "../src/link.js";
import { read } from "../src/read.js";

const head = 'runwright: 1\nid: tried\ntitle: Tried\nversion: "1.0.0"\n';
const parties = "parties: [{ id: boss, name: The boss }]\n";

function graphOf(body: string): Graph {
  const file = read(head + body, { path: "tried.runbook.yaml" });
  expect(file.problems).toEqual([]);
  const linked = link(file, { load: () => ({ refused: "there is no such file" }) });
  if (!linked) throw new Error("Expected a model");
  return graph(linked);
}

/** One line a node or an edge, in their order. */
function drawn(body: string): readonly string[] {
  const { nodes, edges } = graphOf(body);
  return [
    ...nodes.map(({ id, kind, title }) => `${id} (${kind}) ${title}`),
    ...edges.map(
      ({ from, to, kind, label }) => `${from} -${kind}-> ${to}${label === "" ? "" : `: ${label}`}`,
    ),
  ];
}

function edges(body: string): readonly string[] {
  return drawn(body).filter((line) => line.includes("->"));
}

describe("steps in order", () => {
  it("are drawn from the procedure to the end of the last", () => {
    expect(
      drawn(`procedures:
  - id: p
    title: Close the desk
    steps:
      - { id: a, title: Write the note }
      - { id: b, title: Lock the door }
`),
    ).toEqual([
      "p (procedure) Close the desk",
      "a (step) Write the note",
      "b (step) Lock the door",
      "end:done (end) Done",
      "p -next-> a",
      "a -next-> b",
      "b -next-> end:done",
    ]);
  });

  it("are passed over where `onlyIf` does not hold, whatever `next` says", () => {
    expect(
      edges(`inputs: [{ id: size, label: Size, type: number }]
procedures:
  - id: p
    title: P
    steps:
      - { id: a, title: A, onlyIf: It rains }
      - { id: b, title: B, onlyIf: { value: size, atLeast: 3 }, next: { goto: d } }
      - id: c
        title: C
        onlyIf: { value: size, in: [1, 2] }
        choose: [{ when: It snows, then: { end: done } }]
        otherwise: { goto: a, max: 1, else: { stop: No } }
      - { id: d, title: D, onlyIf: It is late, next: { end: handed-over } }
`),
    ).toEqual([
      "p -next-> a",
      "a -next-> b",
      "b -next-> d",
      "b -next-> c: unless size is at least 3",
      "c -branch-> end:done: It snows",
      "c -branch-> a: otherwise, at most once",
      "c -branch-> end:stop: otherwise, else",
      "c -next-> d: unless size is one of 1, 2",
      "d -next-> end:handed-over",
      "d -next-> end:done: unless It is late",
    ]);
  });
});

describe("branches", () => {
  it("have their condition as label, in words or as a test", () => {
    expect(
      edges(`inputs:
  - { id: size, label: Size, type: number }
  - { id: fragile, label: Fragile, type: boolean }
  - { id: goods, label: Goods, type: list }
procedures:
  - id: p
    title: P
    steps:
      - id: a
        title: A
        choose:
          - { when: It rings, then: { goto: b } }
          - { when: { value: fragile, is: true }, then: { goto: b } }
          - { when: { value: size, not: 0 }, then: { goto: b } }
          - { when: { value: size, atMost: 2.5 }, then: { goto: b } }
          - { when: { value: goods, contains: glass }, then: { goto: b } }
        otherwise: { end: done }
      - { id: b, title: B }
`),
    ).toEqual([
      "p -next-> a",
      "a -branch-> b: It rings",
      "a -branch-> b: fragile is true",
      "a -branch-> b: size is not 0",
      "a -branch-> b: size is at most 2.5",
      "a -branch-> b: goods contains glass",
      "a -branch-> end:done: otherwise",
      "b -next-> end:done",
    ]);
  });
});

describe("answers to a failure", () => {
  it("have the name of their row as label, for each verb", () => {
    expect(
      drawn(`${parties}errors:
  - { id: jammed, match: { shows: jam } }
  - { id: empty, match: { shows: empty } }
  - { id: torn, match: { shows: torn } }
procedures:
  - id: p
    title: P
    steps:
      - { id: a, title: A, effect: changes, undo: { text: Turn it back } }
      - id: b
        title: B
        expect: { see: It prints }
        confirm: { agree: Paper is there }
        timeout: 5m
        onFailure:
          jammed: { retry: 2, first: clean, else: { escalate: boss } }
          empty: { goto: a, max: 1, else: { goto: c } }
          torn: { undo: a, then: { goto: q } }
          timeout: { continue: It prints later }
          refused: { end: handed-over }
          any: { stop: It does not print }
      - { id: c, title: C, expect: { see: Light }, onFailure: { any: { end: done } } }
  - id: clean
    title: Clean
    steps: [{ id: d, title: D }]
  - id: q
    title: Q
    steps: [{ id: e, title: E }]
`),
    ).toEqual([
      "p (procedure) P",
      "a (step) A",
      "b (step) B",
      "c (step) C",
      "clean (procedure) Clean",
      "d (step) D",
      "q (procedure) Q",
      "e (step) E",
      "boss (party) The boss",
      "end:handed-over (end) Handed over",
      "end:stop (end) Stopped",
      "end:done (end) Done",
      "p -next-> a",
      "a -next-> b",
      "b -next-> c",
      "b -failure-> b: jammed, again, at most 2 times",
      "b -call-> clean: jammed, first",
      "b -failure-> boss: jammed, else",
      "b -failure-> a: empty, at most once",
      "b -failure-> c: empty, else",
      "b -undo-> a: torn, undo back to",
      "b -failure-> q: torn, then",
      "b -failure-> c: timeout, go on",
      "b -failure-> end:handed-over: refused",
      "b -failure-> end:stop: any",
      "c -next-> end:done",
      "c -failure-> end:done: any",
      "clean -next-> d",
      "d -next-> end:done",
      "q -next-> e",
      "e -next-> end:done",
    ]);
  });

  it("go on where the step leads when it works", () => {
    expect(
      edges(`${parties}procedures:
  - id: p
    title: P
    steps:
      - id: a
        title: A
        expect: { see: Light }
        onFailure: { any: { continue: No light is fine } }
        next: { goto: c }
      - { id: b, title: B, expect: { see: Light }, onFailure: { any: { continue: Fine } }, next: { escalate: boss } }
      - { id: c, title: C, expect: { see: Light }, onFailure: { any: { continue: Fine } } }
`),
    ).toEqual([
      "p -next-> a",
      "a -next-> c",
      "a -failure-> c: any, go on",
      "b -next-> boss",
      "b -failure-> boss: any, go on",
      "c -next-> end:done",
      "c -failure-> end:done: any, go on",
    ]);
  });

  it("of a procedure are drawn once, from the procedure", () => {
    expect(
      edges(`${parties}procedures:
  - id: p
    title: P
    onFailure:
      timeout: { retry: 1, else: { stop: Too slow } }
      any: { escalate: boss }
    steps:
      - { id: a, title: A, expect: { see: Light }, timeout: 5m }
      - { id: b, title: B, expect: { see: Light } }
`),
    ).toEqual([
      "p -next-> a",
      "p -failure-> end:stop: timeout, else",
      "p -failure-> boss: any",
      "a -next-> b",
      "b -next-> end:done",
    ]);
  });
});

describe("the catalogue", () => {
  const systems = `systems:
  - { id: shop, name: Shop, endpoints: { api: "https://shop.example" } }
  - { id: login, name: Login, endpoints: { token: "https://login.example" } }
requests:
  - { id: get-order, method: GET, url: "{{shop.api}}/orders" }
  - { id: get-token, method: GET, url: "{{login.token}}" }
`;

  it("has an edge from each step that it can come to, unless a row answers first", () => {
    expect(
      edges(`${parties}${systems}errors:
  - { id: gone, match: { at: shop, status: 404 }, then: { stop: The order is gone } }
  - { id: broken, match: { at: [shop, login], status: 5xx }, then: { retry: 3, delay: 1m, else: { escalate: boss } } }
  - { id: full, match: { at: shop, exit: 28 }, then: { goto: q } }
  - { id: slow, match: { status: 429 }, then: { escalate: boss } }
  - { id: silent, match: { at: login, noAnswer: true } }
procedures:
  - id: p
    title: P
    onFailure: { any: { escalate: boss } }
    steps:
      - { id: a, title: A, request: get-order }
      - { id: b, title: B, request: get-order, onFailure: { gone: { end: done } } }
      - { id: c, title: C, request: get-token }
      - { id: d, title: D, command: { shell: sh, run: df, at: shop, effect: reads } }
      - { id: e, title: E, expect: { see: Light } }
  - id: q
    title: Q
    onFailure: { broken: { stop: Later }, any: { stop: No } }
    steps:
      - { id: f, title: F, request: get-order }
`),
    ).toEqual([
      "p -next-> a",
      "p -failure-> boss: any",
      "a -next-> b",
      "a -failure-> gone: gone",
      "a -failure-> broken: broken",
      "b -next-> c",
      "b -failure-> end:done: gone",
      "b -failure-> broken: broken",
      "c -next-> d",
      "c -failure-> broken: broken",
      "d -next-> e",
      "d -failure-> full: full",
      "e -next-> end:done",
      "q -next-> f",
      "q -failure-> end:stop: broken",
      "q -failure-> end:stop: any",
      "f -next-> end:done",
      "f -failure-> gone: gone",
      "gone -failure-> end:stop",
      "broken -failure-> boss: else",
      "full -failure-> q",
      "slow -failure-> boss",
    ]);
  });

  it("leaves out an error that a closer one always comes before", () => {
    expect(
      edges(`${parties}${systems}errors:
  - { id: denied, match: { at: shop, status: 401 }, then: { stop: No } }
  - { id: too-old, match: { at: get-order, status: 401 }, then: { escalate: boss } }
procedures:
  - id: p
    title: P
    onFailure: { any: { escalate: boss } }
    steps: [{ id: a, title: A, request: get-order }]
`),
    ).toEqual([
      "p -next-> a",
      "p -failure-> boss: any",
      "a -next-> end:done",
      "a -failure-> too-old: too-old",
      "denied -failure-> end:stop",
      "too-old -failure-> boss",
    ]);
  });
});

describe("calls and undos", () => {
  it("lead to procedures of this runbook and of others", () => {
    expect(
      drawn(`procedures:
  - id: p
    title: P
    onFailure: { any: { stop: No } }
    steps:
      - { id: a, title: A, do: [q, other/start, r], undo: { do: r } }
  - id: q
    title: Q
    steps: [{ id: b, title: B, next: { goto: r } }]
  - id: r
    title: R
    steps: [{ id: c, title: C }]
`),
    ).toEqual([
      "p (procedure) P",
      "a (step) A",
      "q (procedure) Q",
      "b (step) B",
      "r (procedure) R",
      "c (step) C",
      "end:stop (end) Stopped",
      "end:done (end) Done",
      "other/start (runbook) other/start",
      "p -next-> a",
      "p -failure-> end:stop: any",
      "a -next-> end:done",
      "a -call-> q",
      "a -call-> other/start",
      "a -call-> r",
      "a -undo-> r: undone by",
      "q -next-> b",
      "b -next-> r",
      "r -next-> c",
      "c -next-> end:done",
    ]);
  });
});

it("has no edge to a name that names nothing, and no node twice", () => {
  const file = read(
    `${head}procedures:
  - id: p
    title: P
    steps:
      - { id: a, title: A, do: nothing, next: { goto: nowhere } }
      - { id: b, title: B, next: { escalate: nobody } }
`,
    { path: "tried.runbook.yaml" },
  );
  const linked = link(file, { load: () => ({ refused: "there is no such file" }) });
  expect(linked && graph(linked)).toEqual({
    nodes: [
      { id: "p", kind: "procedure", title: "P" },
      { id: "a", kind: "step", title: "A" },
      { id: "b", kind: "step", title: "B" },
    ],
    edges: [{ from: "p", to: "a", kind: "next", label: "" }],
  });
});

describe("the contract fixtures", () => {
  const folder = fileURLToPath(new URL("../fixtures/contract/", import.meta.url));
  const readAt = (path: string) => read(readFileSync(path, "utf8"), { path });
  const names = readdirSync(folder).filter((name) => /^\d\d-/.test(name));

  it.each(names)("%s has this graph", (name) => {
    const runbook = readdirSync(folder + name).find((file) => file.endsWith(".runbook.yaml"));
    const linked = link(readAt(`${folder}${name}/${runbook}`), { load: readAt });
    const expected: unknown = JSON.parse(readFileSync(`${folder}${name}/graph.json`, "utf8"));
    expect({ version: 1, ...(linked && graph(linked)) }).toEqual(expected);
  });
});
