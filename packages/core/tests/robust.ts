import { performance } from "node:perf_hooks";
import { applyEdits, createSource, isMarkdown, type Problem, read, readYaml } from "../src/index.js";

/** What the random damage begins from; set RUNWRIGHT_SEED to see a failure again. */
export const mutationSeed = Number(process.env.RUNWRIGHT_SEED ?? Date.now() % 1_000_000_000);

/** How often each of so many files is damaged: 2,000 runs in `npm run verify`, as many as RUNWRIGHT_RUNS says in all. */
export function mutationRuns(files: number): number {
  return Math.ceil(Number(process.env.RUNWRIGHT_RUNS ?? 2000) / files);
}

/**
 * The one time that tests measure, for it is a promise: no file makes us take over a second. It is a hundred times what
 * the largest example takes; who is slow on a busy machine gets a second try.
 */
const limit = 1000;

/** What the work gives. If it throws or is slow, the failure holds the input. */
export function expectQuick<T>(input: string, work: () => T): T {
  const [result, first] = timed(input, work);
  if (first > limit) refuseSlow(input, Math.min(first, timed(input, work)[1]));
  return result;
}

/** The same for work that is waited for. */
export async function expectQuickly<T>(input: string, work: () => Promise<T>): Promise<T> {
  const attempt = async (): Promise<[T, number]> => {
    const begin = performance.now();
    try {
      return [await work(), performance.now() - begin];
    } catch (cause) {
      throw refusal(`It threw ${String(cause)}`, input, cause);
    }
  };
  const [result, first] = await attempt();
  if (first > limit) refuseSlow(input, Math.min(first, (await attempt())[1]));
  return result;
}

function timed<T>(input: string, work: () => T): [T, number] {
  const begin = performance.now();
  try {
    return [work(), performance.now() - begin];
  } catch (cause) {
    throw refusal(`It threw ${String(cause)}`, input, cause);
  }
}

function refuseSlow(input: string, milliseconds: number): void {
  if (milliseconds > limit) throw refusal(`It took ${Math.round(milliseconds)} ms`, input);
}

function refusal(what: string, input: string, cause?: unknown): Error {
  return new Error(`${what} for this input:\n${JSON.stringify(input)}`, { cause });
}

/** Each problem of a text has its place there, is told in one line, and has no fix that breaks the file. */
export function expectSound(problems: readonly Problem[], text: string): void {
  for (const problem of problems) {
    const fault = unsound(problem, text);
    if (fault) throw refusal(`${fault}: ${JSON.stringify(problem)}`, text);
  }
}

/** What is wrong with a problem of a text, if anything: its place, its words, or that its fix breaks the file. */
function unsound(problem: Problem, text: string): string | undefined {
  const { message, help, offset, endOffset, line, column, endLine, endColumn, fix } = problem;
  if (!(0 <= offset && offset <= endOffset && endOffset <= text.length))
    return "Its place is not in the text";
  if (!(1 <= line && 1 <= column && (line < endLine || (line === endLine && column <= endColumn))))
    return "Its end is before its beginning";
  if (![message, help].every((words) => /^\S.*\S$/.test(words))) return "It is not told in one line";
  if (!fix) return undefined;
  const fixed = applyEdits(text, fix.edits);
  if (isMarkdown(problem.file))
    return tornApart(fixed, problem.file) > tornApart(text, problem.file)
      ? "Its fix tears the page"
      : undefined;
  const isYaml = (source: string) => readYaml(createSource("a.yaml", source)).tree !== undefined;
  return isYaml(text) && !isYaml(fixed) ? "Its fix leaves no YAML" : undefined;
}

/** How many parts of a page cannot be read at all: front matter, data, fences and comments without an end. */
function tornApart(text: string, path: string): number {
  return read(text, { path }).problems.filter(({ rule }) => rule === "parse-error").length;
}
