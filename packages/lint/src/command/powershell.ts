import type { Span } from "@runwright/core";
import { maskShell } from "./shell-mask.js";

export interface PowershellWord extends Span {
  /** Quotes undone. */
  readonly value: string;
}

/**
 * The commands of a PowerShell text, each as its words: enough to find a parameter, and no parser. Comments and
 * here-strings are left out; what stands in brackets or braces is a command of its own.
 */
export function powershellCommands(original: string): readonly (readonly PowershellWord[])[] {
  const { text, originalOffset, restore } = maskShell(original);
  const commands: PowershellWord[][] = [[]];
  let word: { start: number; value: string } | undefined;
  const endWord = (at: number) => {
    if (!word) return;
    const end = originalOffset(at - 1) + 1;
    const value = restore(word.value, { start: word.start, end: at });
    commands.at(-1)?.push({ value, start: originalOffset(word.start), end });
    word = undefined;
  };
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    const past = word ? undefined : pastSilence(text, at);
    if (past !== undefined) at = past;
    else if (/\s/.test(char) || "|;&(){}".includes(char)) {
      endWord(at++);
      if (char !== " " && char !== "\t" && char !== "\r") commands.push([]);
    } else {
      word ??= { start: at, value: "" };
      const piece = char === "'" || char === '"' ? quotedAt(text, at) : bareAt(text, at);
      word.value += piece.value;
      at = piece.end;
    }
  }
  endWord(text.length);
  return commands.filter((words) => words.length > 0);
}

/** Where a comment, a here-string or a continued line that begins here is over. */
function pastSilence(text: string, at: number): number | undefined {
  const to = (found: number, length: number) => (found < 0 ? text.length : found + length);
  if (text.charAt(at) === "#") return to(text.indexOf("\n", at), 0);
  const two = text.slice(at, at + 2);
  if (two === "<#") return to(text.indexOf("#>", at), 2);
  if (two === "@'" || two === '@"') return to(text.indexOf(`\n${two.charAt(1)}@`, at), 3);
  return two === "`\n" ? at + 2 : undefined;
}

function bareAt(text: string, at: number): { value: string; end: number } {
  return text.charAt(at) === "`"
    ? { value: text.charAt(at + 1), end: at + 2 }
    : { value: text.charAt(at), end: at + 1 };
}

/** A quote is written twice inside its own kind; in double quotes, a backtick escapes. */
function quotedAt(text: string, start: number): { value: string; end: number } {
  const quote = text.charAt(start);
  let value = "";
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "`" && quote === '"') value += text.charAt(++at);
    else if (char !== quote) value += char;
    else if (text.charAt(at + 1) === quote) value += text.charAt(++at);
    else return { value, end: at + 1 };
  }
  return { value, end: text.length };
}
