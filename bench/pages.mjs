// What the reader of plain Markdown makes of every page below a folder: `node bench/pages.mjs [folder]`. Prints figures by the
// folder's first level; exits 1 on a crash or on a page over a second per 100 kB. `--outline <file>` prints one page.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { loadSource } from "../scripts/load-source.mjs";

const secondsPer100kB = 1;
/** Smaller pages are judged as if they had this size: starting costs something, too. */
const smallest = 4000;

const { createSource, readPage } = await loadSource("packages/core/src/index.ts");
const { outline } = await loadSource("packages/core/tests/outline.ts");
const isPage = (name) => /\.(?:md|mdx|markdown|md\.erb)$/.test(name);

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesBelow(path);
      return entry.isFile() && isPage(entry.name) ? [path] : [];
    });
}

function readTimed(path) {
  const text = readFileSync(path, "utf8");
  const source = createSource(path, text);
  let seconds = Number.POSITIVE_INFINITY;
  let page;
  // CPU time, and the best of three: what else the machine does is not what is measured.
  for (let round = 0; round < 3; round++) {
    const begin = process.cpuUsage();
    page = readPage(source);
    const { user, system } = process.cpuUsage(begin);
    seconds = Math.min(seconds, (user + system) / 1e6);
  }
  return { page, size: text.length, seconds };
}

function countBlocks(blocks, counts) {
  for (const block of blocks) {
    if (block.kind === "code") {
      counts[block.holds] = (counts[block.holds] ?? 0) + 1;
      counts.commands += block.commands.length;
    }
    if (block.kind === "quote") countBlocks(block.blocks, counts);
    if (block.kind !== "steps") continue;
    for (const item of block.items) {
      counts[block.style] = (counts[block.style] ?? 0) + 1;
      countBlocks(item.blocks, counts);
    }
  }
}

const kinds = [
  "numbered",
  "checkbox",
  "bullet",
  "command",
  "transcript",
  "query",
  "manifest",
  "output",
  "other",
];

function measure(folder) {
  const families = new Map();
  const crashes = [];
  let slowest = { rate: 0, file: "" };
  for (const file of filesBelow(folder)) {
    const name = relative(folder, file);
    const family = name.includes("/") ? name.split("/", 1)[0] : ".";
    const counts = families.get(family) ?? { files: 0, kB: 0, ms: 0, slowestMs: 0, sections: 0, commands: 0 };
    families.set(family, counts);
    try {
      const { page, size, seconds } = readTimed(file);
      counts.files++;
      counts.kB += size / 1000;
      counts.ms += seconds * 1000;
      counts.slowestMs = Math.max(counts.slowestMs, seconds * 1000);
      counts.sections += page.sections.length;
      for (const section of page.sections) countBlocks(section.blocks, counts);
      const rate = (seconds * 100_000) / Math.max(size, smallest);
      if (rate > slowest.rate) slowest = { rate, file: name };
    } catch (error) {
      crashes.push(`${name}: ${error.stack}`);
    }
  }
  return { families, crashes, slowest };
}

function print({ families, crashes, slowest }) {
  const rows = [["family", "files", "kB", "ms", "most", "sections", "commands", ...kinds]];
  const numbers = (counts) =>
    ["files", "kB", "ms", "slowestMs", "sections", "commands", ...kinds].map((key) => counts[key] ?? 0);
  const sum = Array.from({ length: 6 + kinds.length }, () => 0);
  for (const [family, counts] of families) {
    const values = numbers(counts);
    values.forEach((value, index) => {
      sum[index] = index === 3 ? Math.max(sum[index], value) : sum[index] + value;
    });
    rows.push([family, ...values.map((value) => value.toFixed(0))]);
  }
  rows.push(["all", ...sum.map((value) => value.toFixed(0))]);
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
        .join("  "),
    );
  }
  console.log(`\nslowest: ${slowest.rate.toFixed(2)} s per 100 kB (${slowest.file})`);
  console.log(`crashes: ${crashes.length}`);
  for (const crash of crashes) console.log(crash);
}

const [first = "examples", second] = process.argv.slice(2);
if (first === "--outline") console.log(outline(readTimed(second).page));
else {
  if (!statSync(first).isDirectory()) throw new TypeError(`Expected a folder, got ${first}`);
  // The first pages would else pay for the code being loaded and compiled.
  for (const file of filesBelow(first).slice(0, 20)) readPage(createSource(file, readFileSync(file, "utf8")));
  const result = measure(first);
  print(result);
  process.exitCode = result.crashes.length > 0 || result.slowest.rate > secondsPer100kB ? 1 : 0;
}
