import { possibleErrors } from "./answers.js";
import type { Linked } from "./linked.js";
import { rowFits } from "./match.js";
import type { ErrorEntry, Outcome, Procedure, Step } from "./runbook.js";

export type NodeKind = "procedure" | "step" | "error" | "party" | "runbook" | "end";
export type EdgeKind = "next" | "failure" | "undo" | "branch" | "call";

export interface GraphNode {
  /** The id of what it shows; an end has one of `end:done`, `end:handed-over` and `end:stop`, which no id can be. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly title: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** When it is taken: the name of a row, a condition, `else`; empty where nothing needs to be said. */
  readonly label: string;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/**
 * Where a runbook can lead, as nodes and edges: steps in order, branches, failure paths of steps, procedures and the
 * catalogue, undos and calls. An error of the catalogue is a node of its own, so that its `then` is drawn once; it has
 * an edge from each step whose request, or whose system, it names in `at`.
 */
export function graph(linked: Linked): Graph {
  const drawing = new Drawing(linked);
  for (const procedure of linked.procedures) drawing.procedure(procedure);
  for (const error of linked.errors) drawing.error(error);
  return drawing.finish();
}

class Drawing {
  private readonly edges: GraphEdge[] = [];
  private readonly ends = new Map<string, GraphNode>();
  private readonly steps: ReadonlyMap<string, Step>;
  private readonly errorsOf: ReturnType<typeof possibleErrors>;

  constructor(private readonly linked: Linked) {
    this.errorsOf = possibleErrors(linked);
    this.steps = new Map(
      linked.procedures.flatMap(({ steps }) => steps.map((step) => [step.id, step] as const)),
    );
  }

  procedure(procedure: Procedure): void {
    const first = procedure.steps[0];
    if (first) this.edge(procedure.id, first.id, "next", "");
    for (const [row, outcome] of Object.entries(procedure.onFailure ?? {}))
      this.outcome(procedure.id, outcome, { kind: "failure", label: row });
    procedure.steps.forEach((step, index) => {
      this.step(step, procedure, procedure.steps[index + 1]);
    });
  }

  error(error: ErrorEntry): void {
    if (error.then) this.outcome(error.id, error.then, { kind: "failure", label: "" });
  }

  finish(): Graph {
    const { procedures, errors, parties } = this.linked;
    const used = new Set(this.edges.flatMap(({ from, to }) => [from, to]));
    const nodes: GraphNode[] = [
      ...procedures.flatMap(({ id, title, steps }) => [
        { id, kind: "procedure" as const, title },
        ...steps.map((step) => ({ id: step.id, kind: "step" as const, title: step.title })),
      ]),
      ...errors
        .filter(({ id }) => used.has(id))
        .map(({ id, title = id }) => ({ id, kind: "error" as const, title })),
      ...[...parties.values()]
        .filter(({ id }) => used.has(id))
        .map(({ id, name }) => ({ id, kind: "party" as const, title: name })),
      ...this.ends.values(),
    ];
    // A name that resolves to nothing has been reported; an edge to it would lead out of the graph.
    const known = new Set(nodes.map(({ id }) => id));
    return { nodes, edges: this.edges.filter(({ from, to }) => known.has(from) && known.has(to)) };
  }

  private step(step: Step, procedure: Procedure, following: Step | undefined): void {
    const proceed = (kind: EdgeKind, label: string) =>
      following ? this.edge(step.id, following.id, kind, label) : this.end(step.id, "done", kind, label);
    const worked = (kind: EdgeKind, label: string) =>
      step.next ? this.outcome(step.id, step.next, { kind, label }) : proceed(kind, label);
    for (const { when, then } of step.choose ?? [])
      this.outcome(step.id, then, { kind: "branch", label: conditionLabel(when) });
    if (step.otherwise) this.outcome(step.id, step.otherwise, { kind: "branch", label: "otherwise" });
    if (!step.choose) worked("next", "");
    if (step.onlyIf !== undefined && (step.next || step.choose))
      proceed("next", `unless ${conditionLabel(step.onlyIf)}`);

    for (const called of step.do ?? []) this.call(step.id, called);
    if (step.undo?.do !== undefined) this.edge(step.id, step.undo.do, "undo", "undone by");
    for (const [row, outcome] of Object.entries(step.onFailure ?? {}))
      this.outcome(step.id, outcome, { kind: "failure", label: row, worked });
    this.catalogue(step, procedure);
  }

  /** Errors that name the step's request or system, unless a row of the step or its procedure answers them first. */
  private catalogue(step: Step, procedure: Procedure): void {
    for (const { id, match, then } of this.errorsOf(step)) {
      const isNamed = match.some((row) => row.at && rowFits(row, step, this.linked));
      if (isNamed && then && !step.onFailure?.[id] && !procedure.onFailure?.[id])
        this.edge(step.id, id, "failure", id);
    }
  }

  private outcome(from: string, outcome: Outcome, way: Way): void {
    const { kind, label } = way;
    const and = (more: string) => (label === "" ? more : `${label}, ${more}`);
    const inner = (part: Outcome | undefined, when: string) => {
      if (part) this.outcome(from, part, { ...way, label: and(when) });
    };
    if (outcome.goto !== undefined) {
      this.edge(from, outcome.goto, kind, outcome.max === undefined ? label : and(atMost(outcome.max)));
      inner(outcome.else, "else");
    } else if (outcome.retry !== undefined) {
      if (this.steps.has(from)) this.edge(from, from, kind, and(`again, ${atMost(outcome.retry)}`));
      if (outcome.first !== undefined) this.edge(from, outcome.first, "call", and("first"));
      inner(outcome.else, "else");
    } else if (outcome.undo !== undefined) {
      this.edge(from, outcome.undo, "undo", and("undo back to"));
      inner(outcome.then, "then");
    } else if (outcome.escalate !== undefined) this.edge(from, outcome.escalate, kind, label);
    else if (outcome.stop !== undefined) this.end(from, "stop", kind, label);
    else if (outcome.end !== undefined) this.end(from, outcome.end, kind, label);
    // In a row of a procedure or of the catalogue, where it goes on depends on the step that failed.
    else way.worked?.(kind, and("go on"));
  }

  private call(from: string, called: string): void {
    if (called.includes("/")) this.node(called, "runbook", called);
    this.edge(from, called, "call", "");
  }

  private end(from: string, how: "done" | "handed-over" | "stop", kind: EdgeKind, label: string): void {
    const id = `end:${how}`;
    const titles = { done: "Done", "handed-over": "Handed over", stop: "Stopped" };
    this.node(id, "end", titles[how]);
    this.edge(from, id, kind, label);
  }

  private node(id: string, kind: NodeKind, title: string): void {
    if (!this.ends.has(id)) this.ends.set(id, { id, kind, title });
  }

  private edge(from: string, to: string, kind: EdgeKind, label: string): void {
    this.edges.push({ from, to, kind, label });
  }
}

interface Way {
  readonly kind: EdgeKind;
  readonly label: string;
  /** Draws where the step leads when it has worked; only where a failure of a step is answered. */
  readonly worked?: (kind: EdgeKind, label: string) => void;
}

function atMost(times: number): string {
  return times === 1 ? "at most once" : `at most ${times} times`;
}

function conditionLabel(condition: Step["onlyIf"]): string {
  if (condition === undefined) return "";
  if (typeof condition === "string") return condition;
  const { value, is, not, atLeast, atMost, contains } = condition;
  const json = (operand: unknown) => (typeof operand === "string" ? operand : JSON.stringify(operand));
  if (is !== undefined) return `${value} is ${json(is)}`;
  if (condition.in !== undefined) return `${value} is one of ${condition.in.map(json).join(", ")}`;
  if (not !== undefined) return `${value} is not ${json(not)}`;
  if (atLeast !== undefined) return `${value} is at least ${json(atLeast)}`;
  if (atMost !== undefined) return `${value} is at most ${json(atMost)}`;
  return `${value} contains ${json(contains)}`;
}
