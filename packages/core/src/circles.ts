import { components, shortestPath } from "./components.js";
import type { Files, Linked } from "./linked.js";
import { findWays, type Way, type Ways, type Written } from "./ways.js";

/** A way of a run that leads back to where it began, with nothing that ends it. */
export interface Circle {
  /** `goto`: by jumps without a `max`, maybe through calls; `call`: procedures call each other. */
  readonly kind: "goto" | "call";
  /**
   * Ids of steps and procedures in the order in which they follow, beginning with the first of the text; the last leads
   * to the first. Of steps that merely follow one another only those are here at which something jumps or calls.
   */
  readonly path: readonly string[];
  /** Where its calls are written, or the one `goto` that closes it: what to mend is the last. */
  readonly written: readonly Written[];
}

/**
 * The circles of a runbook with its fragments: each `goto` without `max` that leads back, and one circle for each group
 * of procedures that call each other by `do`, `first` or `undo`. With `files`, calls are followed into other runbooks and their fragments.
 */
export function circles(linked: Linked, files: Partial<Files> = {}): readonly Circle[] {
  const ways = findWays(linked, files);
  const group = components(targets(ways.calls));
  return [...callCircles(ways, group), ...undoCircles(ways, group), ...gotoCircles(ways, group)];
}

function callCircles(ways: Ways, group: readonly number[]): readonly Circle[] {
  const next = targets(ways.calls);
  const found = new Map<number, Circle>();
  for (const node of namedProcedures(ways)) {
    const own = group[node] ?? -1;
    if (found.has(own)) continue;
    const path = shortestPath(next, node, node, (other) => group[other] === own);
    if (path) found.set(own, callCircle(ways, path));
  }
  return [...found.values()];
}

/**
 * Steps whose undo does them again. An undo that no outcome begins is still there for a person to follow. What an undo
 * does is not undone, so two procedures that undo each other are no circle: only one `undo` of a circle counts.
 */
function undoCircles(ways: Ways, group: readonly number[]): readonly Circle[] {
  const next = targets(ways.calls);
  const byId = new Map(namedProcedures(ways).map((node) => [ways.nodes[node]?.id, node] as const));
  const found = new Map<string, Circle>();
  for (const { value, procedure } of ways.nodes) {
    const undo = value && "undo" in value ? value.undo : undefined;
    const called = undo?.do === undefined ? undefined : byId.get(undo.do);
    if (!undo || called === undefined || found.has(`${procedure} ${called}`)) continue;
    const back = called === procedure ? [procedure] : shortestPath(next, called, procedure);
    const isInGroup = (other: number) => group[other] === group[procedure];
    const isTold = isInGroup(called) && shortestPath(next, procedure, procedure, isInGroup) !== undefined;
    if (!back || isTold) continue;
    const { path, written } = callCircle(ways, back);
    found.set(`${procedure} ${called}`, { kind: "call", path, written: [...written, [undo, "do"]] });
  }
  return [...found.values()];
}

/**
 * Of the jumps that lead back in the text, those without which no loop is left. Then, of loops that lead back only
 * through a call, the last jump, for a call has no `max`.
 */
function gotoCircles(ways: Ways, group: readonly number[]): readonly Circle[] {
  const groupOf = (node: number) => group[ways.nodes[node]?.procedure ?? node];
  // A circle of calls has been told already, and would close every loop around it.
  const moves = ways.moves.map((edges, node) =>
    edges.filter(({ to, kind }) => kind !== "call" || group[to] !== groupOf(node)),
  );
  const next = targets(moves);
  const loop = components(next);
  const back = jumpsInside(moves, loop).filter(({ way, from }) => way.to <= from);
  const isBack = new Set(back.map(({ way }) => way));
  const kept = moves.map((edges) => edges.filter((way) => !isBack.has(way)));
  const forward = kept.map((edges) => edges.map(({ to }) => to));
  const closing = new Map<object, Jump>();
  // Those that lead back least are let go first: what is told then is the jump to where the loop begins.
  let looks = 0;
  for (const jump of back.sort((a, b) => b.way.to - a.way.to)) {
    const { way, from, written } = jump;
    // A row of a procedure is a jump from each of its steps, and mended once.
    if (closing.has(written[0])) continue;
    if (++looks > maxLooks) break;
    if (way.to === from || shortestPath(forward, way.to, from)) closing.set(written[0], jump);
    else {
      forward[from]?.push(way.to);
      kept[from]?.push(way);
    }
  }
  const open = kept.map((edges) => edges.filter(({ written }) => !written || !closing.has(written[0])));
  const rest = components(targets(open));
  const told = new Set<number | undefined>();
  for (const jump of looks > maxLooks ? [] : jumpsInside(open, rest).toReversed()) {
    if (told.has(rest[jump.from])) continue;
    told.add(rest[jump.from]);
    closing.set(jump.written[0], jump);
  }
  const ordered = [...closing.values()].sort((a, b) => a.from - b.from);
  return ordered.map(({ way, from, written }) => {
    const isInLoop = (node: number) => loop[node] === loop[from];
    const path = way.to === from ? [from] : (shortestPath(next, way.to, from, isInLoop) ?? []);
    return { kind: "goto", path: landmarks(ways, moves, path), written: [written] };
  });
}

/** Each looks through the whole graph. Nobody mends so many loops at once. */
const maxLooks = 1000;

interface Jump {
  readonly from: number;
  readonly way: Way;
  readonly written: Written;
}

/** The jumps from a node to one of its own component, in the order of the text. */
function jumpsInside(moves: readonly (readonly Way[])[], component: readonly number[]): readonly Jump[] {
  return moves.flatMap((edges, from) =>
    edges.flatMap((way) =>
      way.kind === "goto" && way.written && component[way.to] === component[from]
        ? [{ from, way, written: way.written }]
        : [],
    ),
  );
}

function targets(edges: readonly (readonly Way[])[]): readonly (readonly number[])[] {
  return edges.map((ways) => ways.map(({ to }) => to));
}

function namedProcedures({ nodes }: Ways): readonly number[] {
  return nodes.flatMap(({ value, procedure }, node) => (value && procedure === node ? [node] : []));
}

/** `nodes` begins and ends with the same procedure, or leads to the one whose undo closes the circle. */
function callCircle({ nodes, calls }: Ways, path: readonly number[]): Circle {
  const written = path.slice(1).flatMap((to, index) => {
    const way = calls[path[index] ?? -1]?.find((candidate) => candidate.to === to && candidate.written);
    return way?.written ? [way.written] : [];
  });
  const around = path.length > 1 && path[0] === path.at(-1) ? path.slice(0, -1) : path;
  return { kind: "call", path: named(nodes, around), written };
}

/** Of a loop of moves, the nodes at which something jumps or calls. */
function landmarks(
  { nodes }: Ways,
  moves: readonly (readonly Way[])[],
  path: readonly number[],
): readonly string[] {
  const isJump = (from: number, to: number) =>
    !(moves[from] ?? []).some((way) => way.to === to && way.kind === "order");
  const kept = path.filter((node, index) => {
    const before = path.at(index - 1) ?? node;
    const after = path[index + 1] ?? path[0] ?? node;
    return isJump(before, node) || isJump(node, after);
  });
  return named(nodes, kept);
}

/** Their ids, beginning with the one that stands first in the text. */
function named(nodes: Ways["nodes"], path: readonly number[]): readonly string[] {
  const visible = path.filter((node) => nodes[node]?.id !== undefined);
  const first = visible.indexOf(Math.min(...visible));
  return [...visible.slice(first), ...visible.slice(0, first)].flatMap((node) => nodes[node]?.id ?? []);
}
