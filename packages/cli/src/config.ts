import {
  createSource,
  decode,
  nearest,
  type Problem,
  positionAt,
  readYaml,
  type Tree,
  type TreeNode,
} from "@runwright/core";
import { rules as allRules, type Failure, type Preset, type Setting } from "@runwright/lint";
import { isPreset, isSetting, presets, settings } from "./choices.js";
import { type IgnoreRule, parseRule } from "./ignore.js";

/** What `.runwright/config.yaml` says. Data, checked here; nothing in it is ever executed. */
export interface Config {
  /** Further files to judge besides those with a runbook's name, written as in a `.gitignore`. */
  readonly files: readonly IgnoreRule[];
  /** What is not looked for below a folder, written likewise. */
  readonly ignore: readonly IgnoreRule[];
  readonly preset?: Preset;
  /** Severity by rule id, over the preset's. */
  readonly rules: Readonly<Record<string, Setting>>;
}

export const emptyConfig: Config = { files: [], ignore: [], rules: {} };

export interface ConfigFile {
  /** As it is named in failures. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The root's segments: what the patterns are read from. */
  readonly base: readonly string[];
}

/** Reads the configuration. What is wrong with it makes every answer doubtful, so each fault is a failure. */
export function readConfig({
  path,
  bytes,
  base,
}: ConfigFile): Config | { readonly failures: readonly Failure[] } {
  const decoded = decode(bytes, path);
  if ("problem" in decoded) return { failures: [failureOf(decoded.problem)] };
  const { text } = decoded;
  // A file of comments only says nothing, and that is no fault.
  if (text.split("\n").every((line) => /^\s*(?:#|$)/.test(line.slice(0, 1000)))) return emptyConfig;
  const { tree, problems } = readYaml(createSource(path, text));
  if (!tree || problems.length > 0) return { failures: problems.map(failureOf) };
  const reader = new ConfigReader(tree, base);
  const config = reader.read();
  return reader.failures.length > 0 ? { failures: reader.failures } : config;
}

function failureOf({ file, line, column, message, help }: Problem): Failure {
  return { file, message: `${message} (line ${line}, column ${column})`, help };
}

type Entries = ReadonlyMap<string, { readonly key: TreeNode; readonly value: TreeNode }>;

/** Collects the faults beside the values: a person mends them all at once. */
class ConfigReader {
  readonly failures: Failure[] = [];

  constructor(
    private readonly tree: Tree,
    private readonly base: readonly string[],
  ) {}

  read(): Config {
    const entries = this.entriesOf(this.tree.root, "The configuration");
    for (const [name, { key }] of entries) if (!keys.includes(name)) this.unknown(key, "key", name, keys);
    const preset = this.word(entries.get("preset")?.value, "preset", presets, isPreset);
    return {
      files: this.patterns(entries.get("files")?.value, "files"),
      ignore: this.patterns(entries.get("ignore")?.value, "ignore"),
      rules: this.rules(entries.get("rules")?.value),
      ...(preset && { preset }),
    };
  }

  private rules(node: TreeNode | undefined): Record<string, Setting> {
    const ids = allRules.map(({ id }) => id);
    const result: Record<string, Setting> = {};
    for (const [id, { key, value }] of node ? this.entriesOf(node, "`rules`") : []) {
      const setting = this.word(value, id, settings, isSetting);
      if (!ids.includes(id)) this.unknown(key, "rule", id, ids);
      else if (setting) result[id] = setting;
    }
    return result;
  }

  private patterns(node: TreeNode | undefined, name: string): readonly IgnoreRule[] {
    if (!node) return [];
    const items = node.kind === "seq" ? node.items : [node];
    return items.flatMap((item) => {
      const rule =
        item.kind === "scalar" && typeof item.value === "string"
          ? parseRule(item.value, this.base)
          : undefined;
      if (rule) return [rule];
      this.refuse(
        item,
        `\`${name}\` takes a list of paths and patterns`,
        `Write each as in a .gitignore: \`- "drafts/**"\``,
      );
      return [];
    });
  }

  private word<Word extends string>(
    node: TreeNode | undefined,
    name: string,
    words: readonly Word[],
    isWord: (text: string) => text is Word,
  ): Word | undefined {
    if (!node) return undefined;
    const text = node.kind === "scalar" ? node.text : undefined;
    if (text !== undefined && isWord(text)) return text;
    const guess = text === undefined ? undefined : nearest(text, words);
    const expected = words.map((word) => `\`${word}\``).join(", ");
    const found = text === undefined ? `a ${node.kind === "seq" ? "list" : "mapping"}` : `\`${text}\``;
    this.refuse(
      node,
      `Unexpected ${found} for \`${name}\`, expected one of ${expected}`,
      guess ? `Write \`${guess}\`` : `Write one of ${expected}`,
    );
    return undefined;
  }

  private entriesOf(node: TreeNode, what: string): Entries {
    if (node.kind === "map")
      return new Map(node.entries.map(({ key, value }) => [key.text, { key, value }] as const));
    this.refuse(node, `${what} is not a mapping`, "Write `key: value`, one a line");
    return new Map();
  }

  private unknown(node: TreeNode, what: string, name: string, known: readonly string[]): void {
    const guess = nearest(name, known);
    const question = guess ? `, did you mean \`${guess}\`?` : "";
    const list =
      known === keys
        ? `one of ${keys.map((key) => `\`${key}\``).join(", ")}`
        : "a rule that `runwright rules` lists";
    this.refuse(
      node,
      `Unknown ${what} \`${name}\`${question}`,
      guess ? `Write \`${guess}\`` : `Write ${list}`,
    );
  }

  private refuse(node: TreeNode, message: string, help: string): void {
    const { source } = this.tree;
    const { line, column } = positionAt(source, node.start);
    this.failures.push({ file: source.path, message: `${message} (line ${line}, column ${column})`, help });
  }
}

const keys: readonly string[] = ["files", "ignore", "preset", "rules"];
