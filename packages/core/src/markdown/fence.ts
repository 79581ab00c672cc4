import {
  isJson,
  isListing,
  isManifest,
  isPromql,
  isSqlText,
  isYaml,
  kindOf,
  looksLikeOutput,
} from "./fence-signs.js";
import type { Code, Command } from "./page.js";
import { looksLikeCommand } from "./programs.js";
import { type Prompt, promptOf } from "./prompts.js";
import { shellStatement, sqlStatement } from "./statements.js";

/** What a fence holds, whatever its word says. */
export interface Held {
  readonly holds: Code["holds"];
  readonly commands: readonly HeldCommand[];
}

/** Stretches of the fence's text; from each to the next is one line end. */
export interface HeldCommand {
  readonly shell: Command["shell"];
  readonly stretches: readonly (readonly [start: number, end: number])[];
}

interface Line {
  readonly text: string;
  readonly start: number;
}

/** Judges the text of a fence by what it says. The word behind the fence decides only where that leaves it open. */
export function judgeFence(text: string, lang: string | undefined): Held {
  const kind = kindOf(lang);
  const lines = linesOf(text);
  if (text.trim() === "") return { holds: "other", commands: [] };
  if (kind === "code") return python(lang) ? (transcript(lines, "code") ?? other) : other;
  if (kind === "manifest") return manifest;
  const prompted = kind === "json" ? undefined : transcript(lines, kind);
  if (prompted) return prompted;
  if (kind === "query") return { holds: "query", commands: whole(lines, isSql(lang) ? "sql" : "unknown") };
  if (isManifest(text)) return manifest;
  if (kind === "json") return other;
  if (kind === "output") return output;
  const shell = shellOf(lang);
  return kind === "unknown" ? unlabelled(text, lines) : typedIn(text, lines, shell);
}

const other: Held = { holds: "other", commands: [] };
const output: Held = { holds: "output", commands: [] };
const manifest: Held = { holds: "manifest", commands: [] };

const python = (lang: string | undefined) =>
  /^(?:py|python|pycon|python-repl|irb|ruby|rb|js|javascript|diff)$/.test(lang ?? "");
const isSql = (lang: string | undefined) =>
  /sql|postgres/.test(lang ?? "") && !/promql|logql|influxql/.test(lang ?? "");

function shellOf(lang: string | undefined): Command["shell"] {
  if (lang === "bash" || lang === "zsh") return "bash";
  if (lang === "sh") return "sh";
  return /^(?:powershell|ps1?|pwsh|posh)$/.test(lang ?? "") ? "powershell" : "unknown";
}

/** Commands behind prompts, and what was printed between them. Undefined where there are no prompts. */
function transcript(lines: readonly Line[], kind: string): Held | undefined {
  const prompts = lines.map(({ text }) => promptOf(text));
  const isShown = prompts.some((prompt) => prompt?.isCertain && !prompt.goesOn);
  const isBare = !isShown && lines.some(({ text }, index) => !prompts[index] && looksLikeCommand(text));
  const rootFrom = lines.findIndex(({ text }) => opensShell.test(text.slice(0, 1000)));
  const isPrompt = (index: number) => {
    const prompt = prompts[index];
    if (!prompt || prompt.goesOn) return false;
    return (
      prompt.isCertain ||
      isTrusted(lines[index]?.text ?? "", prompt, kind, {
        isShown,
        isBare,
        isRoot: rootFrom >= 0 && index > rootFrom,
      })
    );
  };
  const isTyped = lines.map((_, index) => isPrompt(index));
  if (!isTyped.includes(true)) return undefined;
  const commands: HeldCommand[] = [];
  let hasOutput = false;
  for (let index = 0; index < lines.length; ) {
    const prompt = prompts[index];
    if (!isTyped[index] || !prompt) {
      const line = lines[index]?.text ?? "";
      const isFirst = commands.length === 0 && !hasOutput && kind !== "code" && looksLikeCommand(line);
      // `ssh host` without a prompt, and then what is typed there.
      if (isFirst) commands.push(...whole(lines.slice(index, index + 1), "unknown"));
      else if (line.trim() !== "" && !line.trim().startsWith("#")) hasOutput = true;
      index++;
      continue;
    }
    const { count, command } = typed(lines, prompts, isTyped, index);
    if (command) commands.push(command);
    index += count;
  }
  if (commands.length === 0) return undefined;
  return { holds: hasOutput ? "transcript" : "command", commands };
}

/**
 * `# ` and `> ` are prompts only before what reads as a command: where nothing else in the fence does, or where the page
 * says that it shows a session.
 */
function isTrusted(
  line: string,
  prompt: Prompt,
  kind: string,
  { isShown, isBare, isRoot }: Surroundings,
): boolean {
  const rest = line.slice(prompt.length).trim();
  if (kind === "code" || isBare || /^[A-Z]|[.:]$/.test(rest) || !looksLikeCommand(rest)) return false;
  if (isRoot) return true;
  if (kind === "shell" || isShown)
    return (kind === "console" || !isShown) && / -|\||\/|^[\w-]+ [\w-]+( [\w-]+)?$/.test(rest);
  return true;
}

interface Surroundings {
  /** A prompt that can be nothing else stands in the fence. */
  readonly isShown: boolean;
  /** A line without any prompt reads as a command, so that `# ` begins comments. */
  readonly isBare: boolean;
  /** An earlier line opens a shell where `# ` is the prompt. */
  readonly isRoot: boolean;
}

const opensShell = /\b(?:sudo (?:su|-i|-s|bash)|su -|oc (?:debug|rsh)|exec -(?:it|ti|i|t)|chroot)\b/;

/** Of a command, at most. Without a limit, each prompt would be looked through to the end of its fence. */
const maxLines = 500;

/** The command behind a prompt with the lines that go on with it. */
function typed(
  lines: readonly Line[],
  prompts: readonly (Prompt | undefined)[],
  isTyped: readonly boolean[],
  index: number,
): { readonly count: number; readonly command?: HeldCommand } {
  const prompt = prompts[index];
  const skip = prompt?.length ?? 0;
  const rests: string[] = [];
  const stretches: [number, number][] = [];
  // What looks like a prompt in a here-document is part of it.
  const isBeyondPrompts = /<<-?[ \t]{0,4}["'\\]?[A-Za-z_]/.test(lines[index]?.text ?? "");
  const last = Math.min(lines.length, index + maxLines);
  for (let at = index; at < last && (at === index || isBeyondPrompts || !isTyped[at]); at++) {
    const line = lines[at];
    if (!line) break;
    // What a shell prints before a line that goes on: `> `, or `    -> `.
    const goesOn = prompts[at]?.goesOn ? (prompts[at]?.length ?? 0) : /^> ?/.exec(line.text)?.[0].length;
    const cut = at === index ? skip : (goesOn ?? 0);
    rests.push(line.text.slice(cut));
    stretches.push([line.start + cut, line.start + line.text.trimEnd().length]);
  }
  let count = prompt?.shell === "sql" ? sqlCount(rests, prompts, index) : shellStatement(rests);
  while (prompts[index + count]?.goesOn && !isTyped[index + count] && count < rests.length) count++;
  const used = stretches
    .slice(0, count)
    .map(([start, end]): [number, number] => [start, Math.max(start, end)]);
  if (rests.slice(0, count).join("").trim() === "" || /^\s*#/.test(rests[0] ?? "")) return { count };
  return { count, command: { shell: prompt?.shell ?? "unknown", stretches: used } };
}

/** SQL goes on while its prompt says so; where the page left that prompt out, to the semicolon. */
function sqlCount(rests: readonly string[], prompts: readonly (Prompt | undefined)[], index: number): number {
  if (prompts[index + 1]?.goesOn) return 1;
  const count = sqlStatement(rests);
  return /(?:;|\\[gG])\s*$/.test(rests[count - 1] ?? "") ? count : 1;
}

/** A fence that says it is typed in, without prompts: commands, unless it begins with what nobody types. */
function typedIn(text: string, lines: readonly Line[], shell: Command["shell"]): Held {
  const content = contentOf(lines);
  const [first] = content;
  if (!first) return other;
  if (
    content.some((line) => looksLikeCommand(line)) &&
    (looksLikeCommand(first) || !looksLikeOutput(first))
  ) {
    return withOutput(lines, shell);
  }
  if (isPromql(text)) return { holds: "query", commands: whole(lines, "unknown") };
  if (shell === "powershell") return withOutput(lines, shell);
  if (looksLikeOutput(first) || isListing(content)) return output;
  // "Found 3 nodes that …" is printed; anything else may be a program that we do not know.
  return /^[A-Z][a-z]+ [a-z]|^\W*:/.test(first) ? output : withOutput(lines, shell);
}

function unlabelled(text: string, lines: readonly Line[]): Held {
  if (isSqlText(text))
    return { holds: "query", commands: whole(lines, /^\s*fields @/.test(text) ? "unknown" : "sql") };
  const content = contentOf(lines);
  const [first] = content;
  if (!first || isJson(text)) return other;
  if (isPromql(text)) return { holds: "query", commands: whole(lines, "unknown") };
  if (looksLikeCommand(first) || isScript(content)) return withOutput(lines, "unknown");
  if (isYaml(content)) return manifest;
  return content.some((line) => looksLikeOutput(line)) || isListing(content) ? output : other;
}

/** The lines that say something: no comments, no blank ones. */
function contentOf(lines: readonly Line[]): string[] {
  return lines.map(({ text }) => text).filter((text) => !/^\s*(?:#|$)/.test(text));
}

/** Begins with the words of a shell script rather than with a program. */
function isScript(lines: readonly string[]): boolean {
  const [first = ""] = lines;
  const begins =
    /^\s*(?:(?:for|while|until) .*(?:do\s*$|;\s*do\b)|if \[|export \w+=|[A-Z_]\w*=(?:\$\(|["'\w/.-]*\s*$)|set -[a-z]|\$[A-Z])/.test(
      first,
    );
  return (
    begins &&
    (/^\s*export /.test(first) ||
      lines.length === 1 ||
      lines.slice(1).some((line) => looksLikeCommand(line) || /^\s*(?:do|done|then|fi)\b/.test(line)))
  );
}

/** Commands without prompts, and what they printed: from a line that nobody types to one that reads as a command again. */
function withOutput(lines: readonly Line[], shell: Command["shell"]): Held {
  const texts = lines.map(({ text }) => text);
  const commands: HeldCommand[] = [];
  let begin: number | undefined = 0;
  let hasCommand = false;
  let hasOutput = false;
  for (let index = 0; index < lines.length; ) {
    const line = texts[index] ?? "";
    const isCommand = looksLikeCommand(line);
    const isPrinted = !isCommand && looksLikeOutput(line);
    if (begin !== undefined && hasCommand && isPrinted && !isOpen(texts[index - 1] ?? "")) {
      commands.push(...whole(lines.slice(begin, index), shell));
      hasOutput = true;
      begin = undefined;
      hasCommand = false;
    } else if (begin === undefined && isCommand && !looksLikeOutput(line)) begin = index;
    hasCommand ||= isCommand && begin !== undefined;
    index += begin === undefined ? 1 : shellStatement(texts.slice(index, index + maxLines));
  }
  if (begin !== undefined) commands.push(...whole(lines.slice(begin), shell));
  return { holds: hasOutput ? "transcript" : "command", commands };
}

const isOpen = (line: string) => /(?:\\|\||&&|\(|\{|then|do|else)\s*$/.test(line.slice(-20));

/** All lines as one command, blank ones at both ends left out. */
function whole(lines: readonly Line[], shell: Command["shell"]): HeldCommand[] {
  const content = lines.filter(({ text }) => text.trim() !== "");
  const first = content[0];
  const last = content.at(-1);
  if (!first || !last) return [];
  return [{ shell, stretches: [[first.start, last.start + last.text.trimEnd().length]] }];
}

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const at = start;
    start += line.length + 1;
    return { text: line, start: at };
  });
}
