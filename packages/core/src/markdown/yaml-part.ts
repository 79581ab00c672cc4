import { type Location, locate, type Problem } from "../problem.js";
import { createSource, type Source, type Span } from "../source.js";
import type { MapEntry, Offsets, ScalarNode, Tree, TreeNode } from "../tree.js";
import { readYaml } from "../yaml/read.js";
import type { Leaves } from "./leaves.js";

export interface YamlPart {
  /** Absent where the part cannot be read, or is empty. */
  readonly root?: TreeNode;
  readonly problems: readonly Problem[];
}

/** Reads a stretch of a text as YAML; every place is one of the whole text. */
export function readYamlPart({ start, end }: Span, leaves: Leaves): YamlPart {
  const { source } = leaves;
  leaves.yamlParts.push({ start, end });
  const text = source.text.slice(start, end);
  if (!/^[ \t]*[^#\s]/m.test(text)) return { problems: [] };
  const { tree, problems } = readYaml(createSource(source.path, text));
  return {
    ...(tree && { root: moved(tree.root, { tree, by: start, leaves }) }),
    problems: problems.map((problem) => movedProblem(problem, source, start)),
  };
}

interface Move {
  readonly tree: Tree;
  readonly by: number;
  readonly leaves: Leaves;
}

function moved(node: TreeNode, move: Move): TreeNode {
  if (node.kind === "scalar") return movedScalar(node, move);
  const span = movedSpan(node, move.by);
  if (node.kind === "seq") return { ...node, ...span, items: node.items.map((item) => moved(item, move)) };
  const entries = node.entries.map(
    (entry): MapEntry => ({
      key: movedScalar(entry.key, move),
      value: moved(entry.value, move),
      ...movedSpan(entry, move.by),
    }),
  );
  return { ...node, ...span, entries };
}

function movedScalar(node: ScalarNode, { tree, by, leaves }: Move): ScalarNode {
  const here = { ...node, ...movedSpan(node, by), content: movedSpan(node.content, by) };
  return leaves.adopt(here, (): Offsets => {
    const { starts, ends } = tree.offsets(node);
    return { starts: starts.map((at) => at + by), ends: ends.map((at) => at + by) };
  });
}

function movedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

function movedProblem(problem: Problem, source: Source, by: number): Problem {
  const place = ({ offset, endOffset }: Location) =>
    locate({ source, start: offset + by, end: endOffset + by });
  return {
    ...problem,
    ...place(problem),
    related: problem.related.map((other) => ({ ...other, ...place(other) })),
    ...(problem.fix && {
      fix: {
        ...problem.fix,
        edits: problem.fix.edits.map((edit) => ({
          ...edit,
          offset: edit.offset + by,
          endOffset: edit.endOffset + by,
        })),
      },
    }),
  };
}
