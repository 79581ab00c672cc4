import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Address,
  begin,
  type Event,
  type Files,
  type Linked,
  link,
  next,
  type Outcome,
  positions,
  type Run,
  type RunPosition,
  read,
  type Step,
  verbOf,
} from "../src/index.js";
import { patience, runs } from "./runs.js";

/*
 * What holds for every runbook and everything that can happen, tried on small runbooks made at random, in which every
 * `goto` has `max`, and on the repository's own.
 */

/** To make a failure smaller takes minutes: run it again with its seed, and without this. */
const unshrunk = { endOnFailure: true };

/** A whole number from 0 to below a limit. */
type Dice = (limit: number) => number;

/** Far more than any run of these runbooks takes, and few enough to be tried. */
const most = 20_000;

describe("over runbooks made at random", () => {
  it("the laws hold", { timeout: patience }, () => {
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        const dice: Dice = (limit) => gen(fc.nat, { max: limit - 1 });
        const linked = randomRunbook(dice);
        walk(linked, linked.procedures[0]?.id ?? "", dice);
      }),
      { ...runs(400), ...unshrunk },
    );
  });
});

describe("over the examples and the contract fixtures", () => {
  const root = new URL("../../../", import.meta.url).pathname;
  const files: Files = {
    load: (path) =>
      existsSync(join(root, path))
        ? read(readFileSync(join(root, path), "utf8"), { path })
        : { refused: "there is no such file" },
  };
  const paths = ["packages/core/fixtures/contract", "examples"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) =>
        join(folder, path),
      ),
    )
    .filter((path) => path.endsWith(".runbook.yaml") && !path.includes("faulty"))
    .sort();

  it.each(paths)("the laws hold: %s", { timeout: patience }, (path) => {
    const loaded = files.load(path);
    const linked = "refused" in loaded ? undefined : link(loaded, files);
    if (!linked) throw new Error(`${path} cannot be read`);
    for (const { id } of linked.procedures)
      fc.assert(
        fc.property(fc.gen(), (gen) => {
          walk(linked, id, (limit) => gen(fc.nat, { max: limit - 1 }));
        }),
        { ...runs(10), ...unshrunk },
      );
  });
});

/** Lets things happen at random until the run ends, and holds it to every law on its way. */
function walk(linked: Linked, procedure: string, dice: Dice): void {
  let run = freeze(begin(linked, procedure));
  for (let count = 0; !run.ending; count++) {
    if (count > most) throw new Error(`The run has not ended after ${most} events`);
    const here = positions(run);
    expect(here).not.toEqual([]);
    for (const position of here) expect(namesSomething(position, linked)).toBe(true);
    if (dice(8) === 0) tryAnything(linked, run, dice);
    const all = here.flatMap((position) => eventsAt(position, linked, dice)).concat(timeouts(run, linked));
    // Mostly things work, so that a walk sees much of a runbook.
    const good = all.filter(
      (happening) => happening.event.kind === "worked" || happening.event.kind === "begun",
    );
    const { event, address } = pick(good.length > 0 && dice(5) < 3 ? good : all, dice);
    const after = next(linked, run, event, address);
    expectLaws(linked, run, after);
    if (dice(4) === 0) {
      const stored = JSON.parse(JSON.stringify(run)) as Run;
      expect(stored).toStrictEqual(run);
      expect(next(linked, stored, event, address)).toStrictEqual(after);
    }
    run = freeze(after);
  }
  expect(positions(run)).toEqual([]);
  expect(() => next(linked, run, { kind: "worked" })).toThrow(TypeError);
}

function expectLaws(linked: Linked, before: Run, after: Run): void {
  expect(after.log.slice(0, before.log.length)).toEqual(before.log);
  expect(after.log.length).toBeGreaterThan(before.log.length);
  expect(after.said.slice(0, before.said.length)).toEqual(before.said);
  for (const { procedure, step, place, verb } of after.log.slice(before.log.length)) {
    expect(procedure.includes("/") || stepOf(step, linked)?.procedure === procedure).toBe(true);
    expect(place === undefined).toBe(verb === undefined);
    if (place !== undefined) expect(verbOf(outcomeAt(place, linked))).toBe(verb);
  }
  for (const [place, count] of Object.entries(after.jumps)) {
    const { max } = outcomeAt(place, linked);
    expect(max).toBeDefined();
    expect(count).toBeLessThanOrEqual(max ?? 0);
  }
}

/** What cannot happen is answered by a `TypeError` that says so, whatever it is; the frozen run shows that it stays. */
function tryAnything(linked: Linked, run: Run, dice: Dice): void {
  const ids = linked.procedures.flatMap(({ steps }) => steps.map(({ id }) => id));
  const branch = Array.from({ length: dice(3) }, () => dice(3));
  const address: Address = { ...(dice(2) && { branch }), ...(dice(3) === 0 && { step: pick(ids, dice) }) };
  try {
    next(linked, run, pick(anyEvents, dice), address);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    expect((error as TypeError).message).toMatch(
      /^Expected (?:what can happen at `[a-z0-9-]+` \((?:act|calls|check|undo|elsewhere)\), got `[a-z]+`|the address of a branch(?: that is still open|, got index \d)|a step that is under way, got `[a-z0-9-]+`)$/,
    );
  }
}

const anyEvents: readonly Event[] = [
  ...(["skipped", "begun", "worked", "left"] as const).map((kind) => ({ kind })),
  { kind: "begun", items: [] },
  { kind: "begun", items: [1, { a: null }] },
  ...([0, 1, 2, "otherwise"] as const).map((branch) => ({ kind: "chose" as const, branch })),
  ...(["timeout", "refused", "stopped"] as const).map((way) => ({ kind: "failed" as const, way })),
  { kind: "failed", observation: {} },
  { kind: "failed", observation: { exit: 1, status: 500, shows: "it is dark", noAnswer: true } },
];

interface Happening {
  readonly event: Event;
  readonly address: Address;
}

/** Everything that the format lets happen at a position. */
function eventsAt({ kind, branch, step: id }: RunPosition, linked: Linked, dice: Dice): readonly Happening[] {
  const step = stepOf(id, linked)?.step;
  if (!step) return [];
  const failures: Event[] = [
    { kind: "failed", observation: {} },
    {
      kind: "failed",
      observation: { exit: dice(3), status: pick([400, 401, 404, 500, 503], dice), shows: "it is dark" },
    },
    { kind: "failed", observation: { noAnswer: true } },
  ];
  return eventsOf().map((event) => ({ event, address: { branch } }));

  function eventsOf(): readonly Event[] {
    if (!step) return [];
    const timeout: Event[] = canTimeOut(step) ? [{ kind: "failed", way: "timeout" }] : [];
    switch (kind) {
      case "runbook":
        return [
          { kind: "worked" },
          { kind: "failed", way: "stopped" },
          ...(dice(4) ? [] : [{ kind: "left" as const }]),
        ];
      case "undo":
        return [{ kind: "worked" }, ...failures];
      case "check":
        return [{ kind: "worked" }, ...failures, ...timeout];
      case "step": {
        const events: Event[] = [];
        if (step.onlyIf !== undefined) events.push({ kind: "skipped" });
        if (step.confirm || step.approve) events.push({ kind: "failed", way: "refused" });
        if (step.do)
          return [...events, { kind: "begun", items: Array.from({ length: dice(4) }, (_, index) => index) }];
        const branches = step.choose?.map((_, index) => ({ kind: "chose" as const, branch: index }));
        events.push(
          ...(branches ? [...branches, { kind: "chose" as const, branch: "otherwise" as const }] : []),
        );
        if (!branches) events.push({ kind: "worked" });
        if (step.expect || step.command || step.request || step.open) events.push(...failures);
        return [...events, ...timeout];
      }
    }
  }
}

/** The steps whose procedures run and whose time may be over. */
function timeouts(run: Run, linked: Linked): readonly Happening[] {
  const inThread = (thread: Run["thread"], branch: readonly number[]): readonly Happening[] =>
    (thread.ending ? [] : thread.frames).flatMap(({ step, phase, branches = [] }) => [
      ...branches.flatMap((inner, index) => inThread(inner, [...branch, index])),
      ...(phase === "calls" && canTimeOut(stepOf(step, linked)?.step)
        ? [{ event: { kind: "failed" as const, way: "timeout" as const }, address: { step, branch } }]
        : []),
    ]);
  return inThread(run.thread, []);
}

function canTimeOut(step: Step | undefined): boolean {
  return (step?.timeout ?? step?.wait?.every ?? step?.approve?.within) !== undefined;
}

function namesSomething({ kind, procedure, step }: RunPosition, linked: Linked): boolean {
  const found = stepOf(step, linked);
  if (!procedure.includes("/")) return found?.procedure === procedure;
  return (kind === "runbook" || kind === "undo") && found?.step.do?.includes(procedure) === true;
}

function stepOf(id: string, linked: Linked): { readonly step: Step; readonly procedure: string } | undefined {
  return linked.procedures
    .flatMap(({ id: procedure, steps }) => steps.map((step) => ({ step, procedure })))
    .find(({ step }) => step.id === id);
}

/** What is written at a place of the log. */
function outcomeAt(place: string, linked: Linked): Outcome {
  if (place === "escalation" && "escalation" in linked.root)
    return { escalate: linked.root.escalation ?? "" };
  const [kind, id = "", ...path] = place.split("/");
  const owners = {
    step: stepOf(id, linked)?.step,
    procedure: linked.procedures.find((one) => one.id === id),
  };
  const owner =
    kind === "error" ? linked.errors.find((one) => one.id === id) : owners[kind as "step" | "procedure"];
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], owner) as Outcome;
}

function pick<T>(all: readonly T[], dice: Dice): T {
  return all[dice(all.length)] as T;
}

/** Frozen to the bottom: whoever changes it throws. */
function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
  return value;
}

/** A small runbook with every action and every verb. Calls go only to later procedures, so none form a circle. */
function randomRunbook(dice: Dice): Linked {
  const procedures = 1 + dice(4);
  const sizes = Array.from({ length: procedures }, () => 1 + dice(4));
  const later = (index: number) => `p${index + 1 + dice(procedures - index - 1)}`;
  const perhaps = (fields: object) => (dice(3) === 0 ? fields : {});

  const outcome = (index: number, depth: number, answers: boolean): object => {
    const own = `p${index}s${dice(sizes[index] ?? 1)}`;
    const inner = () => outcome(index, depth + 1, answers);
    const leaves = [
      () => ({ escalate: "ops" }),
      () => ({ stop: "why" }),
      () => ({ end: "done" }),
      () => ({ end: "handed-over" }),
      ...(answers
        ? [() => ({ continue: "why" }), () => ({ continue: "why" }), () => ({ continue: "why" })]
        : []),
    ];
    const nodes = [
      () => ({ goto: dice(2) ? own : `p${dice(procedures)}`, max: 1 + dice(2), else: inner() }),
      () => ({
        ...{ retry: 1 + dice(2), else: inner() },
        ...(index + 1 < procedures && perhaps({ first: later(index) })),
        ...perhaps({ delay: "5s" }),
      }),
      () => ({ undo: own, then: inner() }),
    ];
    return {
      ...pick(depth < 2 ? [...leaves, ...nodes, ...nodes, ...nodes, ...nodes] : leaves, dice)(),
      ...perhaps({ say: `words ${dice(9)}` }),
    };
  };
  const rows = (index: number, names: readonly string[]) => ({
    onFailure: Object.fromEntries(
      names.filter((name) => dice(name === "any" ? 5 : 2) > 0).map((name) => [name, outcome(index, 0, true)]),
    ),
  });
  const names = ["any", "timeout", "refused", "stopped", "e0", "e1"];

  const action = (index: number): object => {
    const calls = index + 1 < procedures;
    return pick(
      [
        () => perhaps({ effect: "changes" }),
        () => ({ effect: "changes", expect: { see: "x" } }),
        () => ({ command: { shell: "sh", run: "x", effect: pick(["reads", "changes", "destroys"], dice) } }),
        () => ({ request: pick(["get", "post"], dice) }),
        () => ({
          choose: [{ when: "x", then: outcome(index, 0, false) }],
          ...perhaps({ otherwise: outcome(index, 0, false) }),
        }),
        () => ({ approve: { by: { ops: 1 }, ...perhaps({ within: "1h" }) } }),
        () => ({ do: pick(["other/thing", ["other/thing", "other/more"]], dice) }),
        ...(calls
          ? [
              () => ({ do: later(index) }),
              () => ({ do: later(index) }),
              () => ({ do: [later(index), pick([later(index), "other/thing"], dice)] }),
              () => ({ do: later(index), each: "hosts", as: `h${index}${dice(9)}${dice(9)}${dice(9)}` }),
            ]
          : []),
      ],
      dice,
    )();
  };
  const undos = (index: number): readonly object[] => [
    ...[{ text: "x" }, { text: "x" }, { none: "x" }],
    ...(index + 1 < procedures ? [{ do: later(index) }, { do: later(index) }] : []),
  ];
  const step = (index: number, position: number): object => {
    const chosen = action(index);
    return {
      ...{ id: `p${index}s${position}`, title: "A step", ...chosen },
      ...perhaps({ onlyIf: "x" }),
      ...perhaps({ confirm: { agree: "x" } }),
      ...(!("request" in chosen) && perhaps({ timeout: "5m" })),
      ...perhaps({ expect: { see: "x" } }),
      ...(dice(4) > 0 && { undo: pick(undos(index), dice) }),
      ...perhaps({ next: outcome(index, 0, false) }),
      ...rows(index, names),
    };
  };
  const model = {
    ...{ runwright: 1, id: "example", title: "Example", version: "1.0.0", ...perhaps({ escalation: "ops" }) },
    parties: [{ id: "ops", name: "Ops" }],
    inputs: [{ id: "hosts", label: "Hosts", type: "list" }],
    requests: [
      { id: "get", title: "Get", method: "GET", url: "https://x.example" },
      { id: "post", title: "Post", method: "POST", url: "https://x.example", effect: "changes" },
    ],
    errors: [
      {
        id: "e0",
        match: [{ exit: 1 }, { status: 500 }],
        ...perhaps({ then: { retry: 1, else: { stop: "x" } } }),
      },
      {
        id: "e1",
        match: { shows: "dark" },
        ...perhaps({ then: { goto: "p0", max: 1, else: { retry: 1, else: { escalate: "ops" } } } }),
      },
    ],
    procedures: sizes.map((size, index) => ({
      ...{ id: `p${index}`, title: "A procedure", ...rows(index, names) },
      steps: Array.from({ length: size }, (_, position) => step(index, position)),
    })),
  };
  const file = read(JSON.stringify(model), { path: "example.runbook.yaml" });
  const linked = link(file, { load: () => ({ refused: "There are no files here" }) });
  const problems = [...file.problems, ...(linked?.problems ?? [])].map(({ message }) => message);
  if (!linked || problems.length > 0) throw new Error(`${problems.join("\n")}\n${JSON.stringify(model)}`);
  return linked;
}
