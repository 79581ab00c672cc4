import { describe, expect, it } from "vitest";
import {
  answer,
  failureWays,
  type Linked,
  type Outcome,
  outcomesWithin,
  stepOutcomes,
  unansweredWays,
  verbOf,
} from "../src/index.js";
import { linkedOf } from "./play.js";

/** A runbook of one procedure with one step, and one that it may call. */
function linkedWith(step: string, procedure = "", errors = "[]"): Linked {
  return linkedOf(`
    inputs: [{ id: hosts, label: Hosts, type: list }]
    requests: [{ id: page, title: Page, method: GET, url: "https://x.example" }]
    errors: ${errors}
    procedures:
      - { id: main, ${procedure} steps: [{ id: s, ${step} }] }
      - { id: other, steps: [{ id: t }] }
  `);
}

function partsOf(linked: Linked) {
  const procedure = linked.procedures[0] ?? expect.fail();
  return { procedure, step: procedure.steps[0] ?? expect.fail() };
}

describe("a step can fail", () => {
  it.each([
    ["in no way where a person only reads", "text: Look", []],
    [
      "in no way where it only asks",
      "choose: [{ when: It is, then: { end: done } }], otherwise: { end: done }",
      [],
    ],
    ["in no way where it only waits a while", "wait: { for: 5m }", []],
    ["where a command may", "command: { shell: sh, run: x, effect: reads }", ["other"]],
    ["where a request may", "request: page", ["other"]],
    ["where a page may not open", "open: page", ["other"]],
    ["where something is expected", "expect: { see: It }", ["other"]],
    ["where its time ends", "timeout: 5m", ["timeout"]],
    [
      "where what it waits for never comes",
      "expect: { see: It }, wait: { every: 1s, atMost: 1m }",
      ["other", "timeout"],
    ],
    ["where nobody agrees", "confirm: { agree: Yes }", ["refused"]],
    ["where nobody approves in time", "approve: { by: { boss: 1 }, within: 1d }", ["timeout", "refused"]],
    ["where what it does stops", "do: other", ["stopped"]],
    [
      "in several ways",
      "do: other, confirm: { type: yes-do }, timeout: 1h, expect: { see: It }",
      ["other", "timeout", "refused", "stopped"],
    ],
  ])("%s", (_, step, ways) => {
    expect([...failureWays(partsOf(linkedWith(step)).step)]).toEqual(ways);
  });
});

describe("of a step that can fail in every way", () => {
  const every = "do: other, confirm: { type: yes-do }, timeout: 1h, expect: { see: It }";
  const stop = "{ stop: No }";

  it.each([
    ["all ways are open where nothing is said", "", "", ["other", "timeout", "refused", "stopped"]],
    ["the rows of the step close theirs", `{ timeout: ${stop}, refused: ${stop} }`, "", ["other", "stopped"]],
    ["the rows of the procedure close theirs", "", `{ stopped: ${stop} }`, ["other", "timeout", "refused"]],
    [
      "the rows of both count",
      `{ timeout: ${stop} }`,
      `{ stopped: ${stop}, timeout: ${stop} }`,
      ["other", "refused"],
    ],
    ["an `any` of the step closes all", `{ any: ${stop} }`, "", []],
    ["an `any` of the procedure closes all", "", `{ any: ${stop} }`, []],
    [
      "the row of an error leaves the others open",
      `{ gone: ${stop} }`,
      "",
      ["other", "timeout", "refused", "stopped"],
    ],
  ])("%s", (_, step, procedure, ways) => {
    const linked = linkedWith(
      `${every}${step && `, onFailure: ${step}`}`,
      procedure && `onFailure: ${procedure},`,
      "[{ id: gone, match: { shows: gone } }]",
    );
    const parts = partsOf(linked);
    expect([...unansweredWays(parts.step, parts.procedure)]).toEqual(ways);
  });
});

describe("what answers a failure", () => {
  const linked = (step: string, procedure: string, then = "") =>
    linkedWith(
      `do: other, expect: { see: It }${step && `, onFailure: ${step}`}`,
      procedure && `onFailure: ${procedure},`,
      `[{ id: gone, match: { shows: gone }${then && `, then: { stop: ${then} }`} }]`,
    );

  it.each([
    [
      "the step's row",
      "gone",
      "{ gone: { stop: A }, any: { stop: B } }",
      "{ gone: { stop: C } }",
      "D",
      "A",
      "step/s/onFailure/gone",
    ],
    [
      "then the procedure's row",
      "gone",
      "{ any: { stop: B } }",
      "{ gone: { stop: C } }",
      "D",
      "C",
      "procedure/main/onFailure/gone",
    ],
    [
      "then what the error says",
      "gone",
      "{ any: { stop: B } }",
      "{ any: { stop: C } }",
      "D",
      "D",
      "error/gone/then",
    ],
    [
      "then the step's `any`",
      "gone",
      "{ any: { stop: B } }",
      "{ any: { stop: C } }",
      "",
      "B",
      "step/s/onFailure/any",
    ],
    [
      "then the procedure's `any`",
      "gone",
      "{ stopped: { stop: B } }",
      "{ any: { stop: C } }",
      "",
      "C",
      "procedure/main/onFailure/any",
    ],
    [
      "of an unknown failure only an `any`",
      undefined,
      "{ gone: { stop: A } }",
      "{ any: { stop: C } }",
      "D",
      "C",
      "procedure/main/onFailure/any",
    ],
    [
      "of a stop its own row",
      "stopped",
      "{ stopped: { stop: A } }",
      "",
      "D",
      "A",
      "step/s/onFailure/stopped",
    ],
  ])("is %s", (_, failure, step, procedure, then, why, place) => {
    const world = linked(step, procedure, then);
    const parts = partsOf(world);
    expect(answer(world, parts.step, parts.procedure, failure)).toEqual({ outcome: { stop: why }, place });
  });

  it("is nothing where nothing is said", () => {
    const world = linked("", "");
    const parts = partsOf(world);
    for (const failure of ["gone", "stopped", undefined, "constructor", "__proto__"])
      expect(answer(world, parts.step, parts.procedure, failure)).toBeUndefined();
  });
});

describe("the outcomes of a step", () => {
  const outcome: Outcome = {
    retry: 2,
    else: { undo: "a", then: { goto: "b", max: 1, else: { end: "done" } } },
  };

  it("hold those inside them, outermost first", () => {
    expect([...outcomesWithin(outcome)].map(verbOf)).toEqual(["retry", "undo", "goto", "end"]);
  });

  it("are those of its rows, of its branches, and what comes next", () => {
    const linked = linkedWith(
      "onFailure: { any: { retry: 1, else: { stop: A } } }, choose: [{ when: x, then: { escalate: ops } }], otherwise: { end: handed-over }",
    );
    const { step } = partsOf(linked);
    expect([...stepOutcomes(step)].map(verbOf)).toEqual(["retry", "stop", "escalate", "end"]);
    expect([...stepOutcomes(partsOf(linkedWith("next: { goto: other }")).step)].map(verbOf)).toEqual([
      "goto",
    ]);
    expect([...stepOutcomes(partsOf(linkedWith("text: x")).step)]).toEqual([]);
  });
});
