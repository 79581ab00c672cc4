export { decode } from "./decode.js";
export { read, type ReadOptions, type ReadResult } from "./read.js";
export type * from "./runbook.js";
export { createSource, type Place, type Position, positionAt, type Source, type Span } from "./source.js";
export {
  compareProblems,
  type Confidence,
  createProblem,
  type Edit,
  type Fix,
  type Location,
  locate,
  type Problem,
  type ProblemDraft,
  type Related,
  type Severity,
} from "./problem.js";
export { entryOf, type MapEntry, type MapNode, type ScalarNode, type SeqNode, type Tree, type TreeNode } from "./tree.js";
export type { Part, Places } from "./places.js";
export type { EntryKind } from "./field-types.js";
export { type RecordVisit, type Visit, walk } from "./walk.js";
export { templateReferences, type TemplateReference } from "./template.js";
export {
  type Entry,
  entryPlace,
  type Files,
  joinPath,
  type Linked,
  link,
  ownProcedures,
  type Reference,
  referencePlace,
} from "./link.js";
export { type Effect, effectOf, isRepeatable, requestEffect, requestOf, systemOf } from "./effect.js";
export { type FailureWay, failureWays, outcomesWithin, stepOutcomes, unansweredWays } from "./failure.js";
export { countKeys, matchError, type Observation, rowFits, statusMatches } from "./match.js";
export { type EdgeKind, graph, type Graph, type GraphEdge, type GraphNode, type NodeKind } from "./graph.js";
export { type Address, answer, begin, type Ending, type Event, next, type Position, positions, type Run, type Taken, type Verb, verbOf } from "./flow.js";
export { addItem, applyEdits, removeField, setField } from "./edit.js";
export { readsOtherwiseIn11 } from "./yaml/emit.js";
export { nearest } from "./nearest.js";
