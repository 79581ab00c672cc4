import { normalText } from "../build.js";
import { nearest } from "../nearest.js";
import { lineEnd, type Span } from "../source.js";
import { entryOf, type MapNode } from "../tree.js";
import { code, either } from "../wording.js";
import { lineStart } from "./blocks.js";
import { replacing } from "./faults.js";
import type { Fence } from "./fences.js";
import { type Kind, shells } from "./homes.js";
import { entry, key, mapOf } from "./leaves.js";
import type { PageReading } from "./page-reading.js";
import { readYamlPart } from "./yaml-part.js";

/** Reads the fences of one entry that are ours: its command and its data. A class, because each may stand once. */
export class FenceReader {
  /** The command, if a fence holds one. */
  readonly parts: MapNode[] = [];
  data: MapNode | undefined;
  hasHole = false;
  private readonly text: string;

  constructor(
    private readonly kind: Kind,
    private readonly page: PageReading,
  ) {
    this.text = page.leaves.source.text;
  }

  /** Whether a command stands in a fence, or in the data. */
  get hasCommand(): boolean {
    return this.parts.length > 0 || (this.data !== undefined && entryOf(this.data, "command") !== undefined);
  }

  /** Whether a fence is data of ours. */
  take(fence: Fence): boolean {
    const { faults } = this.page;
    if (!fence.isClosed) {
      const head = { start: fence.start, end: lineEnd(this.text, fence.start) };
      faults.add(
        "parse-error",
        head,
        "The fence that begins here has no end, and takes in all that follows",
        "Close it with a line of as many backticks",
      );
      return true;
    }
    const word = fence.meta.toLowerCase();
    if (word === "" && /^(?:run|fields)$/.test(fence.lang)) return this.loneWord(fence);
    if (word === "run") return this.runFence(fence);
    if (word === "fields") return this.fieldsFence(fence);
    const meant = meantFence(fence.lang.toLowerCase(), word);
    if (meant === undefined) return false;
    this.hasHole = true;
    faults.add(
      "label-unknown",
      fence.head,
      `${code(`${fence.lang} ${fence.meta}`)} is read as a sample, did you mean ${code(meant)}?`,
      `Write ${code(meant)} behind the backticks`,
      replacing(fence.head, meant, `Write ${meant}`, false),
    );
    return true;
  }

  /** A fence of ours whose language is missing. */
  private loneWord({ lang, head }: Fence): boolean {
    const { faults } = this.page;
    this.hasHole = true;
    if (lang === "run")
      faults.add(
        "label-unknown",
        head,
        "`run` does not say the shell of the command",
        `Write ${either(shells)} before it`,
      );
    else
      faults.add(
        "label-unknown",
        head,
        "`fields` is no data, did you mean `yaml fields`?",
        "Write `yaml fields` behind the backticks",
        replacing(head, "yaml fields", "Write yaml fields", false),
      );
    return true;
  }

  private runFence(fence: Fence): boolean {
    const { faults, leaves } = this.page;
    if (this.kind.name !== "step") {
      faults.add(
        "text-misplaced",
        fence.head,
        "A command stands here, and only a step has one",
        "Move it to a step, or leave out `run` behind the language",
      );
    } else if (this.parts.length > 0) {
      faults.add(
        "key-duplicate",
        fence.head,
        "A second command stands in this step",
        "Make a step of its own of it, or one command of both",
      );
    } else if (!shells.includes(fence.lang)) {
      this.hasHole = true;
      faults.add(
        "label-unknown",
        fence.head,
        `${code(fence.lang)} is no shell of a command`,
        `Write ${either(shells)} before \`run\``,
      );
    } else {
      const shell = entry(key("shell", fence.langSpan), leaves.slice(fence.langSpan));
      const command = entry(key("run", fence.langSpan), leaves.cut(trimmedEnd(this.text, fence.content)));
      const whole = { start: fence.start, end: fence.end };
      this.parts.push(mapOf([entry(key("command", fence.langSpan), mapOf([shell, command], whole))], whole));
    }
    return true;
  }

  private fieldsFence(fence: Fence): boolean {
    const { faults, leaves } = this.page;
    if (!/^ya?ml$/i.test(fence.lang)) {
      this.hasHole = true;
      faults.add(
        "label-unknown",
        fence.head,
        `${code(`${fence.lang} fields`)} is no data, which is written in YAML`,
        "Write `yaml fields` behind the backticks",
      );
      return true;
    }
    if (this.data) {
      faults.add(
        "key-duplicate",
        fence.head,
        "A second `yaml fields` stands in this entry",
        "Move its lines to the first one",
      );
      return true;
    }
    const [first] = fence.content;
    const last = fence.content.at(-1);
    const { root, problems } = readYamlPart(
      { start: lineStart(this.text, first?.start ?? fence.end), end: last?.end ?? fence.end },
      leaves,
    );
    for (const problem of problems) faults.pass(problem, root !== undefined);
    if (root?.kind === "map") this.data = root;
    else if (root) {
      this.hasHole = true;
      faults.add(
        "schema-mismatch",
        root,
        "The data of an entry is `name: value` lines",
        `Write each field on a line of its own: \`name: value\``,
      );
    } else if (problems.length > 0) this.hasHole = true;
    return true;
  }
}

/** The two words that somebody most likely meant behind a fence; nothing where it is a sample like any other. */
function meantFence(lang: string, word: string): string | undefined {
  if (/^ya?ml$/.test(lang) && (word === "data" || nearest(word, ["fields"]))) return "yaml fields";
  const [first = ""] = word.split(/\s/);
  return shells.includes(lang) && first !== "" && nearest(first, ["run"]) ? `${lang} run` : undefined;
}

/** The last line ends of a fence belong to the fence. */
function trimmedEnd(text: string, pieces: readonly Span[]): readonly Span[] {
  const kept = [...pieces];
  for (let last = kept.at(-1); last; last = kept.at(-1)) {
    const value = text.slice(last.start, last.end);
    const length = normalText(value).length === 0 ? 0 : value.trimEnd().length;
    if (length > 0 || kept.length === 1) {
      kept[kept.length - 1] = { start: last.start, end: last.start + length };
      return kept;
    }
    kept.pop();
  }
  return kept;
}
