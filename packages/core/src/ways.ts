import { type Answer, failureAnswers } from "./answers.js";
import { effectOf } from "./effect.js";
import { type FailureWay, failureWays, outcomesWithin } from "./failure.js";
import { link } from "./link.js";
import type { Files, Linked } from "./linked.js";
import type { Outcome, Procedure, Step } from "./runbook.js";

/*
 * Where a run can go, for those who look for ways that never end. The graph for drawing shows all that is written;
 * here only what can happen counts: rows that no failure of a step comes to, errors that a closer one always hides, a
 * `stopped` of what never stops are no ways.
 */

export interface Ways {
  /**
   * What each node is: procedures and steps, in the order of the text, a procedure before its steps. Then nodes without
   * an id, which stand for undoing a procedure's steps, and `runbook/procedure` of other runbooks.
   */
  readonly nodes: readonly WayNode[];
  /** From where a run stands to where it can stand next; a `goto` with `max` is left out. */
  readonly moves: readonly (readonly Way[])[];
  /** Which procedure calls which. */
  readonly calls: readonly (readonly Way[])[];
}

export interface WayNode {
  readonly id: string | undefined;
  /** The node of the procedure that it is or is part of. */
  readonly procedure: number;
  readonly value?: Procedure | Step;
}

export interface Way {
  readonly to: number;
  /** `order`: nothing is written there, it merely follows. */
  readonly kind: "order" | "goto" | "call";
  readonly written?: Written;
}

/** Where it is written, as `Places.of` takes it. */
export type Written = readonly [owner: object, key: string | number];

/** All ways of a runbook with its fragments; with `files`, calls are followed into other runbooks and back. */
export function findWays(linked: Linked, files: Partial<Files> = {}): Ways {
  return new Finder(linked, files).find();
}

class Finder {
  private readonly nodes: WayNode[] = [];
  private readonly moves: Way[][] = [];
  private readonly calls: Way[][] = [];
  private readonly procedures = new Map<string, number>();
  /** The node that stands for undoing all steps of a procedure. */
  private readonly undoAll = new Map<Procedure, number>();
  private readonly others = new Map<string, number>();
  /** The ways inside other runbooks, by their ids. */
  private readonly waysOfOthers = new Map<string, Ways | undefined>();
  private readonly answersOf: ReturnType<typeof failureAnswers>;
  /** What each step comes to if all that it calls can stop. */
  private readonly answers: ReadonlyMap<Step, readonly Answer[]>;
  private readonly stoppers: ReadonlySet<string>;

  constructor(
    private readonly linked: Linked,
    private readonly files: Partial<Files>,
  ) {
    this.answersOf = failureAnswers(linked);
    this.answers = new Map(
      linked.procedures.flatMap((procedure) =>
        procedure.steps.map((step) => [step, this.answersOf(step, procedure)] as const),
      ),
    );
    this.stoppers = findStoppers(linked, this.answers);
  }

  find(): Ways {
    const { procedures } = this.linked;
    for (const value of procedures) {
      const procedure = this.add({ id: value.id, procedure: this.nodes.length, value });
      if (!this.procedures.has(value.id)) this.procedures.set(value.id, procedure);
      for (const step of value.steps) this.add({ id: step.id, procedure, value: step });
    }
    let node = 0;
    for (const procedure of procedures) {
      this.undoAll.set(procedure, this.add({ id: undefined, procedure: node }));
      node += procedure.steps.length + 1;
    }
    for (const [procedure, all] of this.undoAll) for (const step of procedure.steps) this.undoing(step, all);
    node = 0;
    for (const procedure of procedures) {
      this.procedure(procedure, node);
      node += procedure.steps.length + 1;
    }
    for (const [id, other] of this.others) this.followOther(id, other);
    return { nodes: this.nodes, moves: this.moves, calls: this.calls };
  }

  private procedure(procedure: Procedure, node: number): void {
    const first = node + 1;
    this.move(node, { to: first, kind: "order" });
    const steps = new Map(procedure.steps.map(({ id }, index) => [id, index] as const));
    /** From which steps back to which an `undo` reaches. */
    const ranges: [from: number, to: number][] = [];
    const outcome = (from: number, whole: Outcome) => {
      for (const part of taken(whole)) {
        if (part.goto !== undefined && part.max === undefined) {
          const step = steps.get(part.goto);
          const to = step === undefined ? this.procedures.get(part.goto) : first + step;
          if (to !== undefined) this.move(from, { to, kind: "goto", written: [part, "goto"] });
        } else if (part.first !== undefined) this.call(from, node, part.first, [part, "first"]);
        else if (part.undo !== undefined) ranges.push([steps.get(part.undo) ?? from - first, from - first]);
      }
    };
    for (const [index, step] of procedure.steps.entries()) {
      const from = first + index;
      const answers = this.canStop(step)
        ? (this.answers.get(step) ?? [])
        : this.answersOf(step, procedure, withoutStopped(step));
      const goesOn = answers.some((answer) =>
        taken(answer.outcome).some((part) => part.continue !== undefined),
      );
      const follows = (!step.next && !step.choose) || step.onlyIf !== undefined || (goesOn && !step.next);
      if (follows && index + 1 < procedure.steps.length) this.move(from, { to: from + 1, kind: "order" });
      for (const whole of plainOutcomes(step)) outcome(from, whole);
      for (const answer of answers) outcome(from, answer.outcome);
      for (const [item, called] of (step.do ?? []).entries())
        this.call(from, node, called, [step.do ?? [], item]);
    }
    this.undoRanges(procedure, node, ranges);
  }

  /** What an `undo` outcome can undo: the steps from the named one to the failing one, in the order of the text. */
  private undoRanges(
    procedure: Procedure,
    node: number,
    ranges: readonly (readonly [number, number])[],
  ): void {
    if (ranges.length === 0) return;
    const undo = this.add({ id: undefined, procedure: node });
    this.calls[node]?.push({ to: undo, kind: "call" });
    const inRange = procedure.steps.map(() => 0);
    for (const [from, to] of ranges) {
      this.move(node + 1 + to, { to: undo, kind: "call" });
      for (let index = Math.min(from, to); index <= Math.max(from, to); index++) inRange[index] = 1;
    }
    for (const [index, step] of procedure.steps.entries()) if (inRange[index]) this.undoing(step, undo);
  }

  /** Steps that only read are passed over; a `do` is undone by its own `undo`, else by those of the steps it began. */
  private undoing(step: Step, from: number): void {
    if (!step.do && effectOf(step, this.linked) === "reads") return;
    if (step.undo?.do !== undefined) this.call(from, from, step.undo.do, [step.undo, "do"]);
    for (const called of (step.undo ? undefined : step.do) ?? []) {
      const procedure = this.nodes[this.procedures.get(called) ?? -1]?.value;
      const all = this.undoAll.get(procedure as Procedure);
      if (all === undefined) continue;
      this.move(from, { to: all, kind: "call" });
      this.calls[from]?.push({ to: all, kind: "call" });
    }
  }

  /** Whether it can fail as `stopped`, or calls nothing and so has no such answer. */
  private canStop(step: Step): boolean {
    return step.do?.some((called) => called.includes("/") || this.stoppers.has(called)) ?? true;
  }

  private call(from: number, caller: number, called: string, written: Written): void {
    const to = called.includes("/") ? this.other(called) : this.procedures.get(called);
    if (to === undefined) return;
    this.calls[caller]?.push({ to, kind: "call", written });
    this.move(from, { to, kind: "call", written });
  }

  /** The node of a procedure of another runbook; of this one, its own. */
  private other(id: string): number | undefined {
    const { root } = this.linked;
    const [runbook = "", procedure = ""] = id.split("/");
    if (!("kind" in root) && runbook === root.id) return this.procedures.get(procedure);
    const known = this.others.get(id);
    if (known !== undefined) return known;
    const node = this.add({ id, procedure: this.nodes.length });
    this.others.set(id, node);
    return node;
  }

  /**
   * What is added to the others while it runs is followed too. Of what other runbooks do inside, only which procedure
   * leads to which is looked at: a `goto` there cannot be mended here, and so is as good as a call.
   */
  private followOther(id: string, node: number): void {
    const [runbook = "", name = ""] = id.split("/");
    const ways = this.waysOf(runbook);
    const start =
      ways?.nodes.findIndex((candidate, at) => candidate.id === name && isProcedure(ways, at)) ?? -1;
    if (!ways || start < 0) return;
    // A set may grow while it is gone through: what has no id stands for an undo, and is passed through.
    const through = new Set([start]);
    for (const from of through) {
      for (const reached of leadsTo(ways, from)) {
        const called = ways.nodes[reached]?.id;
        if (called === undefined) through.add(reached);
        const to = called && this.other(called.includes("/") ? called : `${runbook}/${called}`);
        if (typeof to !== "number") continue;
        this.calls[node]?.push({ to, kind: "call" });
        this.move(node, { to, kind: "call" });
      }
    }
  }

  /** The ways of another runbook by itself: those that lead out of it end there. */
  private waysOf(runbook: string): Ways | undefined {
    const known = this.waysOfOthers.get(runbook);
    if (known || this.waysOfOthers.has(runbook)) return known;
    const file = this.files.runbook?.(runbook);
    const linked =
      file && link(file, { load: this.files.load ?? (() => ({ refused: "it is not asked for" })) });
    const ways = linked && findWays(linked);
    this.waysOfOthers.set(runbook, ways);
    return ways;
  }

  private add(node: WayNode): number {
    this.moves.push([]);
    this.calls.push([]);
    return this.nodes.push(node) - 1;
  }

  private move(from: number, way: Way): void {
    this.moves[from]?.push(way);
  }
}

function isProcedure({ nodes }: Ways, node: number): boolean {
  return nodes[node]?.value !== undefined && nodes[node]?.procedure === node;
}

/** What a procedure, or an undo, calls, and the procedures that take its place. */
function leadsTo(ways: Ways, from: number): readonly number[] {
  const { nodes, moves, calls } = ways;
  const found = (calls[from] ?? []).map(({ to }) => to);
  // The steps of a procedure come right after it.
  for (
    let node = from + 1;
    isProcedure(ways, from) && nodes[node]?.value && nodes[node]?.procedure === from;
    node++
  )
    for (const { to, kind } of moves[node] ?? [])
      if (kind === "goto" && isProcedure(ways, to)) found.push(to);
  return found;
}

function withoutStopped(step: Step): ReadonlySet<FailureWay> {
  return new Set([...failureWays(step)].filter((way) => way !== "stopped"));
}

/** The outcomes of a step that are no answers to a failure. */
function plainOutcomes({ choose = [], otherwise, next }: Step): readonly Outcome[] {
  return [...choose.map(({ then }) => then), ...(otherwise ? [otherwise] : []), ...(next ? [next] : [])];
}

/** An outcome and those inside it that can come to be: without `max`, a `goto` never comes to its `else`. */
function taken(outcome: Outcome): readonly Outcome[] {
  const inner =
    outcome.goto !== undefined && outcome.max === undefined ? undefined : (outcome.else ?? outcome.then);
  return [outcome, ...(inner ? taken(inner) : [])];
}

/** The procedures that can end without success: by a `stop` of their own, or of one that takes their place. */
function findStoppers(linked: Linked, answers: ReadonlyMap<Step, readonly Answer[]>): ReadonlySet<string> {
  const replacedBy = new Map<string, string[]>();
  const stoppers = new Set<string>();
  for (const procedure of linked.procedures) {
    for (const step of procedure.steps) {
      const outcomes = [...plainOutcomes(step), ...(answers.get(step) ?? []).map(({ outcome }) => outcome)];
      for (const whole of outcomes) {
        for (const part of outcomesWithin(whole)) {
          if (part.stop !== undefined) stoppers.add(procedure.id);
          if (part.goto === undefined) continue;
          const before = replacedBy.get(part.goto);
          if (before) before.push(procedure.id);
          else replacedBy.set(part.goto, [procedure.id]);
        }
      }
    }
  }
  // A set may grow while it is gone through, and what is added is still visited.
  for (const stopper of stoppers) for (const before of replacedBy.get(stopper) ?? []) stoppers.add(before);
  return stoppers;
}
