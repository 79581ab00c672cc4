export { type Answer, failureAnswers, possibleErrors, rowSignature } from "./answers.js";
export { canonicalJson } from "./canonical.js";
export { type Circle, circles } from "./circles.js";
export { type Closure, closurePaths } from "./closure.js";
export type { LostComment } from "./comment-carry.js";
export { concealSecrets } from "./conceal.js";
export { type Conversion, type ConversionRefused, convert, type Spelling } from "./convert.js";
export { decode } from "./decode.js";
export { type Change, type Diff, type DiffOptions, diff } from "./diff.js";
export type { ChangeKind, Level } from "./diff-levels.js";
export {
  type ClosureEntry,
  type ClosureFile,
  contentDigest,
  contentManifest,
  type Digest,
  digest,
  meaningDigest,
  type RunbookDigest,
} from "./digest.js";
export { addItem, applyEdits, removeField, setField } from "./edit.js";
export { type Effect, effectOf, isRepeatable, requestEffect, requestOf, systemOf } from "./effect.js";
export {
  answer,
  type FailureWay,
  failureWays,
  outcomesWithin,
  type Row,
  stepOutcomes,
  unansweredWays,
  type Verb,
  verbOf,
} from "./failure.js";
export { type EntryKind, reservedIds } from "./field-types.js";
export { begin, next } from "./flow.js";
export { type EdgeKind, type Graph, type GraphEdge, type GraphNode, graph, type NodeKind } from "./graph.js";
export { maxBytes, maxSteps } from "./limits.js";
export { joinPath, link, relativePath } from "./link.js";
export {
  type Entry,
  entryName,
  entryPlace,
  type Files,
  type Linked,
  ownProcedures,
  type Reference,
  referencePlace,
} from "./linked.js";
export { linkWords } from "./markdown/inline.js";
export type {
  Block as PageBlock,
  Cell,
  Code,
  Command as PageCommand,
  Definition,
  FrontMatter,
  Inlines,
  Link,
  Page,
  Passage,
  Prose,
  Quote,
  Ruler,
  Section,
  Step as PageStep,
  Steps,
  Table,
  Words,
} from "./markdown/page.js";
export { readPage } from "./markdown/plain.js";
export { type MarkdownOptions, writeMarkdown } from "./markdown/write.js";
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
export { type Stretch, stretches, surroundings } from "./quoting.js";
export { type ReadOptions, type ReadResult, read } from "./read.js";
export {
  type Address,
  type Ending,
  type Event,
  positions,
  type Run,
  type RunPosition,
  type Taken,
} from "./run.js";
export type * from "./runbook.js";
export { createSource, type Place, type Position, positionAt, type Source, type Span } from "./source.js";
export { isMarkdown } from "./spelling.js";
export { type TemplateReference, templateReferences } from "./template.js";
export {
  type EntryLayout,
  entryOf,
  type IdLink,
  type MapEntry,
  type MapNode,
  type MarkdownTree,
  type ScalarNode,
  type SeqNode,
  type Tree,
  type TreeNode,
} from "./tree.js";
export { versionStep } from "./version.js";
export { type RecordVisit, type Visit, walk } from "./walk.js";
export { readsOtherwiseIn11 } from "./yaml/emit.js";
export { type FormatResult, format } from "./yaml/format.js";
export { readYaml, type YamlResult } from "./yaml/read.js";
export { type WriteOptions, write } from "./yaml/write.js";
