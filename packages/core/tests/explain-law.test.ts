import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { build } from "../src/build.js";
import { explain } from "../src/explain.js";
import validate from "../src/generated/validate.js";
import type { Problem } from "../src/problem.js";
import { read } from "../src/read.js";
import { type MapEntry, type ScalarNode, type Tree, type TreeNode, toValue } from "../src/tree.js";
import { resolvePlain } from "../src/yaml/resolve.js";

/*
 * The schema decides, `explain` finds the words. Both are made from the table of fields; here is what keeps them from
 * drifting apart: on every fixture and example, changed at random, one says no exactly when the other does.
 */

const folders = ["../fixtures/contract/", "../../../examples/"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

function filesIn(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name) && !name.startsWith("faulty"))
    .map((name) => folder + name)
    .sort();
}

const trees: ReadonlyMap<string, Tree> = new Map(
  folders
    .flatMap((folder) => filesIn(folder, /\.(?:runbook|fragment)\.yaml$/))
    .flatMap((path) => read(readFileSync(path, "utf8"), { path }).tree ?? [])
    .map((tree) => [tree.source.path, tree]),
);

function scalar(text: string, style: ScalarNode["style"] = "plain"): ScalarNode {
  const span = { start: 0, end: 0 };
  const value = style === "plain" ? resolvePlain(text) : text;
  return { kind: "scalar", style, text, value, content: span, ...span };
}

const plain =
  " null true yes 0 1 2.5 -1 404 600 1e400 .nan 9007199254740993 5xx 9xx 10m 2026-11-01 1.0.0 $.a output";
const words = "none end any an-id Not_an_id reads done GET fragment a/b /a";
const scalars: readonly ScalarNode[] = [
  ...`${plain} ${words}`.split(" ").map((text) => scalar(text)),
  ...["", " ", "1", "401", "true"].map((text) => scalar(text, "double-quoted")),
];

const map = (entries: readonly MapEntry[]): TreeNode => ({
  kind: "map",
  flow: false,
  entries,
  start: 0,
  end: 0,
});
const seq = (items: readonly TreeNode[]): TreeNode => ({ kind: "seq", flow: false, items, start: 0, end: 0 });

const entry = (name: string, value: TreeNode): MapEntry => ({ key: scalar(name), value, start: 0, end: 0 });

/** Every field name of the files, and some that no field has. */
const names = [
  ...new Set([...trees.values()].flatMap((tree) => keysIn(tree.root))),
  ..."x-own nobody __proto__ constructor".split(" "),
];

function keysIn(node: TreeNode): string[] {
  if (node.kind === "scalar") return [];
  if (node.kind === "seq") return node.items.flatMap(keysIn);
  return node.entries.flatMap(({ key, value }) => [key.text, ...keysIn(value)]);
}

const values = fc.oneof(
  fc.constantFrom(...scalars),
  fc.constantFrom<TreeNode>(map([]), seq([])),
  fc.constantFrom(...scalars).map((item) => seq([item])),
  fc
    .tuple(fc.constantFrom(...names), fc.constantFrom(...scalars))
    .map(([name, value]) => map([entry(name, value)])),
);

type Mutation = (node: TreeNode, other: TreeNode) => TreeNode | undefined;

const mutations: fc.Arbitrary<Mutation> = fc.oneof(
  fc.constant<Mutation>(() => undefined),
  fc.constant<Mutation>((node) => seq([node])),
  fc.constant<Mutation>((_, other) => other),
  values.map<Mutation>((value) => () => value),
  fc.tuple(fc.constantFrom(...names), values).map<Mutation>(([name, value]) => (node, other) => {
    if (node.kind === "seq") return { ...node, items: [...node.items, value, ...node.items.slice(-1)] };
    if (node.kind !== "map") return other;
    return {
      ...node,
      entries: [...node.entries.filter(({ key }) => key.text !== name), entry(name, value)],
    };
  }),
  fc.constantFrom(...names).map<Mutation>((name) => (node) => {
    if (node.kind !== "map" || node.entries.some(({ key }) => key.text === name)) return node;
    return {
      ...node,
      entries: node.entries.map((old, i) => (i === 0 ? entry(name, old.value) : old)),
    };
  }),
);

/** The tree with its `index`th node replaced, or taken out with its key. */
function change(root: TreeNode, index: number, by: (node: TreeNode) => TreeNode | undefined): TreeNode {
  let count = 0;
  const visit = (node: TreeNode): TreeNode | undefined => {
    if (count++ === index) return by(node);
    if (node.kind === "seq") return { ...node, items: node.items.flatMap((item) => visit(item) ?? []) };
    if (node.kind !== "map") return node;
    const entries = node.entries.flatMap(({ key, value }) => {
      const changed = visit(value);
      return changed ? [entry(key.text, changed)] : [];
    });
    return { ...node, entries };
  };
  return visit(root) ?? scalar("");
}

function nodesIn(node: TreeNode): TreeNode[] {
  if (node.kind === "scalar") return [node];
  const inner = node.kind === "seq" ? node.items : node.entries.map(({ value }) => value);
  return [node, ...inner.flatMap(nodesIn)];
}

const readableRules = ["field-unknown", "id-format"];

function messages(problems: readonly Problem[]): string {
  return problems.map(({ rule, message }) => `${rule}: ${message}`).join("\n");
}

describe("the schema and its words", () => {
  it("agree on every fixture and example as they stand", () => {
    expect(trees.size).toBeGreaterThan(15);
    for (const [path, tree] of trees) expect([path, explain(tree).problems]).toEqual([path, []]);
  });

  it("agree on what is left after random changes", () => {
    const step = fc.tuple(mutations, fc.nat(), fc.nat());
    fc.assert(
      fc.property(
        fc.constantFrom(...trees.keys()),
        fc.array(step, { minLength: 1, maxLength: 3 }),
        (path, steps) => {
          const tree = trees.get(path) as Tree;
          let root = tree.root;
          for (const [mutate, at, from] of steps) {
            const nodes = nodesIn(root);
            const other = nodes[from % nodes.length] ?? root;
            root = change(root, at % nodes.length, (node) => mutate(node, other));
          }
          const changed = { ...tree, root };
          const { problems, isReadable } = explain(changed);
          const accepted = validate(toValue(root));
          expect(problems.length === 0, messages(problems)).toBe(accepted);
          // What is judged further has no fault left but the names that were told.
          const told = new Set(problems.map(({ rule }) => rule));
          if (isReadable) expect([...told].filter((rule) => !readableRules.includes(rule))).toEqual([]);
          if (isReadable && !told.has("id-format"))
            expect(validate(build(changed).model), messages(problems)).toBe(true);
        },
      ),
      { numRuns: Number(process.env.RUNWRIGHT_RUNS ?? 800) },
    );
  });
});
