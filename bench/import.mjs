// What `import` makes of the Markdown pages below a folder: `node bench/import.mjs <folder>`. It exits 1 where one crashes it,
// loses a word, cannot be read back, or takes more than a second for each 100 kB.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { loadSource } from "../scripts/load-source.mjs";

const folder = resolve(process.argv[2] ?? "examples");
const isVerbose = process.argv.includes("--files");
const { importPage, lostWords } = await loadSource("packages/exchange/src/index.ts");
const { createSource, link, read, readPage, write, writeMarkdown } = await loadSource(
  "packages/core/src/index.ts",
);

const isPage = (name) => /\.(?:md|mdx|md\.erb)$/.test(name) && !/\.runbook\.md$/.test(name);
const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && isPage(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();

const nothing = () => ({
  files: 0,
  refused: 0,
  words: 0,
  typed: 0,
  commands: 0,
  commandSteps: 0,
  items: 0,
  itemSteps: 0,
  candidates: 0,
  placed: 0,
  steps: 0,
});
const families = new Map();
const faults = [];
const times = [];

for (const path of paths) {
  const name = relative(folder, path).replaceAll("\\", "/");
  const family = name.includes("/") ? name.slice(0, name.indexOf("/")) : ".";
  const sums = families.get(family) ?? nothing();
  families.set(family, sums);
  const text = readFileSync(path, "utf8");
  if (/^---\r?\n(?:(?!---).*\r?\n)*?runwright:/.test(text.slice(0, 2000))) continue;
  sums.files++;
  try {
    measure(name, text, sums);
  } catch (error) {
    faults.push(`${name}: crash: ${error instanceof Error ? error.stack : error}`);
  }
}

function measure(name, text, sums) {
  const begin = performance.now();
  const page = readPage(createSource(name, text));
  const readTime = performance.now() - begin;
  const result = importPage(page);
  const time = performance.now() - begin;
  times.push({ name, time, readTime, bytes: Buffer.byteLength(text) });
  if (time > 1000 * Math.max(1, text.length / 100_000))
    faults.push(`${name}: ${time.toFixed(0)} ms for ${text.length} characters`);
  if ("refused" in result) {
    sums.refused++;
    console.log(`refused: ${name}: ${result.refused}`);
    return;
  }
  const lost = lostWords(page, result.runbook);
  if (lost.length > 0) faults.push(`${name}: ${lost.length} words lost: ${lost.slice(0, 20).join(" ")}`);
  readsBack(name, result.runbook);
  const { coverage, runbook, failures } = result;
  sums.words += coverage.words;
  sums.typed += coverage.typed;
  sums.candidates += failures.length;
  sums.placed += failures.filter(({ isPlaced }) => isPlaced).length;
  sums.steps += runbook.procedures.reduce((sum, { steps }) => sum + steps.length, 0);
  countForms(page, runbook, sums, name);
}

/** In both spellings. */
function readsBack(name, runbook) {
  const base = name.replace(/\.\w+(?:\.erb)?$/, ".runbook");
  for (const [path, text] of [
    [`${base}.yaml`, write(runbook)],
    [`${base}.md`, writeMarkdown(runbook)],
  ]) {
    const again = read(text, { path });
    const linked = link(again, { load: () => ({ refused: "there is none" }), runbook: () => undefined });
    const problems = [...again.problems, ...(linked?.problems ?? [])];
    for (const { line, message } of problems.slice(0, 3))
      faults.push(`${path}: reads back with a problem at line ${line}: ${message}`);
    if (problems.length === 0 && JSON.stringify(sorted(again.runbook)) !== JSON.stringify(sorted(runbook)))
      faults.push(`${path}: reads back as another runbook`);
  }
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** How many fenced commands and numbered items of the page are in a step, judged from the result alone. */
function countForms(page, runbook, sums, name) {
  const steps = runbook.procedures.flatMap((procedure) => procedure.steps);
  const runs = steps.flatMap(({ command }) => (command?.run === undefined ? [] : [wordsOf(command.run)]));
  const said = steps.map(({ title, text = "", command, onlyIf = "" }) => ({
    title: wordsOf(title),
    bag: new Set(wordsOf(`${title} ${text} ${onlyIf} ${command?.run ?? ""}`).split(" ")),
    text: wordsOf(text.slice(0, 200)),
  }));
  const visit = (blocks) => {
    for (const block of blocks) {
      if (block.kind === "code" && (block.holds === "command" || block.holds === "transcript"))
        for (const { text } of block.commands) {
          const isStep = runs.some((run) => run.includes(wordsOf(text)));
          sums.commands++;
          if (isStep) sums.commandSteps++;
          else if (isVerbose) console.log(`no command: ${name}: ${text.split("\n")[0]}`);
        }
      if (block.kind === "steps")
        for (const item of block.items) {
          if (block.style !== "bullet") {
            const wanted = wordsOf(item.words?.text ?? "");
            // A step of its own begins with what the item begins with, and says all of it.
            const begin = wanted.slice(0, 12).trim();
            const isStep = said.some(
              ({ title, text, bag }) =>
                (title.startsWith(begin) || text.startsWith(begin)) &&
                wanted.split(" ").every((word) => bag.has(word)),
            );
            sums.items++;
            if (isStep) sums.itemSteps++;
            else if (isVerbose) console.log(`no step: ${name}: ${item.words?.text.slice(0, 80)}`);
          }
          visit(item.blocks);
        }
      if (block.kind === "quote") visit(block.blocks);
    }
  };
  for (const { blocks } of page.sections) visit(blocks);
}

/** Letters and digits alone: marks and placeholders do not count. */
function wordsOf(text) {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
}

const share = (part, whole) => (whole === 0 ? "   –" : `${Math.floor((100 * part) / whole)} %`.padStart(5));
const rows = [...families].map(([family, sums]) => ({ family, ...sums }));
const total = rows.reduce(
  (sum, row) => Object.fromEntries(Object.keys(nothing()).map((key) => [key, sum[key] + row[key]])),
  nothing(),
);
console.log(
  "family                            files  steps  typed  commands      items         failures (placed)",
);
for (const row of [...rows, { family: "all", ...total }])
  console.log(
    [
      row.family.padEnd(32),
      String(row.files).padStart(6),
      String(row.steps).padStart(6),
      share(row.typed, row.words).padStart(6),
      `${share(row.commandSteps, row.commands)} of ${row.commands}`.padEnd(13),
      `${share(row.itemSteps, row.items)} of ${row.items}`.padEnd(13),
      `${row.candidates} (${row.placed})`,
    ].join(" "),
  );
const slowest = times.sort((one, other) => other.time - one.time).slice(0, 3);
const sum = times.reduce((all, { time }) => all + time, 0);
const reading = times.reduce((all, { readTime }) => all + readTime, 0);
console.log(
  `${times.length} pages in ${sum.toFixed(0)} ms, ${reading.toFixed(0)} ms of it to read them; slowest: ${slowest.map(({ name, time, bytes }) => `${name} ${time.toFixed(0)} ms (${bytes} bytes)`).join(", ")}`,
);
for (const fault of faults) console.log(`fault: ${fault}`);
console.log(`${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
