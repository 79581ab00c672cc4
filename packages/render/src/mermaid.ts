import type { EdgeKind, Graph, GraphNode, NodeKind } from "@runwright/core";

/** A graph as a flow chart in Mermaid, which code hosts draw. Nodes are named by kind and id, so that diffs stay small. */
export function toMermaid({ nodes, edges }: Graph): string {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)] as const));
  const lines = [
    "flowchart TD",
    ...nodes.map(({ id, kind, title }) => {
      const [open, close] = shapes[kind];
      return `  ${names.get(id)}${open}"${label(title)}"${close}`;
    }),
    ...edges.flatMap(({ from, to, kind, label: text }) => {
      const [source, target] = [names.get(from), names.get(to)];
      if (source === undefined || target === undefined) return [];
      return [`  ${source} ${arrows[kind]}${text === "" ? "" : `|"${label(text)}"|`} ${target}`];
    }),
  ];
  return `${lines.join("\n")}\n`;
}

const shapes: Readonly<Record<NodeKind, readonly [open: string, close: string]>> = {
  procedure: ["([", "])"],
  step: ["[", "]"],
  error: ["{{", "}}"],
  party: ["[/", "/]"],
  runbook: ["[[", "]]"],
  end: ["((", "))"],
};

const arrows: Readonly<Record<EdgeKind, string>> = {
  next: "-->",
  branch: "-->",
  failure: "-.->",
  undo: "==>",
  call: "---o",
};

/** No two ids give one name: ids have neither underscores nor capitals. With the kind in front, none is a word of Mermaid. */
function nameOf({ id, kind }: GraphNode): string {
  const plain = id.replace(/^end:/, "").replaceAll("-", "_").replaceAll("/", "_IN_");
  return `${kind}_${plain}`;
}

/** Text between the quotes of a label; Mermaid writes characters as `#…;`. */
function label(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[#"`<>&\\]/g, (char) => `#${char.charCodeAt(0)};`);
}
