export { decode } from "./decode.js";
export { addItem, applyEdits, removeField, setField } from "./edit.js";
export { type Effect, effectOf, isRepeatable, requestEffect, requestOf, systemOf } from "./effect.js";
export { type FailureWay, failureWays, outcomesWithin, stepOutcomes, unansweredWays } from "./failure.js";
export type { EntryKind } from "./field-types.js";
export {
  type Address,
  answer,
  begin,
  type Ending,
  type Event,
  next,
  positions,
  type Run,
  type RunPosition,
  type Taken,
  type Verb,
  verbOf,
} from "./flow.js";
export { type EdgeKind, type Graph, type GraphEdge, type GraphNode, graph, type NodeKind } from "./graph.js";
export { joinPath, link } from "./link.js";
export {
  type Entry,
  entryPlace,
  type Files,
  type Linked,
  ownProcedures,
  type Reference,
  referencePlace,
} from "./linked.js";
export { countKeys, matchError, type Observation, rowFits, statusMatches } from "./match.js";
export { nearest } from "./nearest.js";
export type { Part, Places } from "./places.js";
export {
  type Confidence,
  compareProblems,
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
export { type ReadOptions, type ReadResult, read } from "./read.js";
export type * from "./runbook.js";
export { createSource, type Place, type Position, positionAt, type Source, type Span } from "./source.js";
export { type TemplateReference, templateReferences } from "./template.js";
export {
  entryOf,
  type MapEntry,
  type MapNode,
  type ScalarNode,
  type SeqNode,
  type Tree,
  type TreeNode,
} from "./tree.js";
export { type RecordVisit, type Visit, walk } from "./walk.js";
export { readsOtherwiseIn11 } from "./yaml/emit.js";
