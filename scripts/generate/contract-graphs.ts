import { readdirSync, readFileSync } from "node:fs";
import { graph } from "../../packages/core/src/graph.js";
import { link } from "../../packages/core/src/link.js";
import { type ReadResult, read } from "../../packages/core/src/read.js";

const folder = "packages/core/fixtures/contract";

/** `graph.json` of each contract fixture: made by code, then read by eye against the format. */
export function contractGraphs(): readonly { path: string; content: string }[] {
  const names = readdirSync(folder).filter((name) => /^\d\d-/.test(name));
  return names.map((name) => ({
    path: `${folder}/${name}/graph.json`,
    content: graphOf(`${folder}/${name}`),
  }));
}

function graphOf(fixture: string): string {
  const file = readdirSync(fixture).find((name) => name.endsWith(".runbook.yaml"));
  const linked = link(readAt(`${fixture}/${file}`), { load: readAt });
  if (!linked) throw new Error(`Expected a runbook that can be read: ${fixture}/${file}`);
  const { nodes, edges } = graph(linked);
  const lines = (items: readonly unknown[]) => items.map((item) => `    ${JSON.stringify(item)}`).join(",\n");
  return `{\n  "version": 1,\n  "nodes": [\n${lines(nodes)}\n  ],\n  "edges": [\n${lines(edges)}\n  ]\n}\n`;
}

function readAt(path: string): ReadResult {
  return read(readFileSync(path, "utf8"), { path });
}
