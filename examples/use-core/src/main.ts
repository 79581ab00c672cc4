// Prints every step of a runbook that can fail without saying what happens then.
//
// `read` takes text and gives a model or problems; it opens no file and never throws on input. `link` joins the runbook
// with its fragments, which this program has none of. Everything printed has its place in the file.

import { readFileSync } from "node:fs";
import { link, positionAt, read, unansweredWays } from "@runwright/core";

const path = process.argv[2] ?? "restart-cache.runbook.yaml";
const file = read(readFileSync(path, "utf8"), { path });
const linked = link(file, { load: () => ({ refused: "this program reads one file" }) });

for (const { line, column, message, help } of [...file.problems, ...(linked?.problems ?? [])])
  console.log(`${path}:${line}:${column} ${message}. ${help}.`);

if (linked) {
  for (const procedure of linked.procedures) {
    for (const step of procedure.steps) {
      const open = unansweredWays(step, procedure);
      const place = linked.places.of(step, "id");
      if (open.size === 0 || !place) continue;
      const { line } = positionAt(place.source, place.start);
      console.log(`${path}:${line} step "${step.id}" of "${procedure.id}" has no failure path`);
    }
  }
}
