import { describe, expect, it } from "vitest";
import { stretches, surroundings } from "../src/quoting.js";

/** What stands around the `@` of a command. */
const around = (text: string, shell: "bash" | "sql" | "powershell" = "bash") =>
  surroundings(stretches(text, shell), text.indexOf("@"));

describe("what surrounds a place in a bash command", () => {
  it.each([
    ["echo @", undefined],
    ["echo pod/@-1", undefined],
    ['echo "@"', "quotes"],
    ["echo '@'", "quotes"],
    ["echo 'a' @ 'b'", undefined],
    ['echo "a" @', undefined],
    ['echo "it\'s" @', undefined],
    ["echo 'say \"' @", undefined],
    ['echo \\" @', undefined],
    ["echo \\' @", undefined],
    ['echo "\\" @"', "quotes"],
    ["echo $'it\\'s @'", "quotes"],
    ["echo $'it\\'s' @", undefined],
    ['echo "$(cat @)"', undefined],
    ['echo "$(cat "@")"', "quotes"],
    ['echo "$\u007bname:-@}"', undefined],
    ["(cd a; echo @)", undefined],
    ["echo a # @", "comment"],
    ["echo a#b @", undefined],
    ["# first\necho @", undefined],
    ["cat <<EOF\n@\nEOF", "here-document"],
    ["cat <<'EOF'\n@\nEOF", "here-document"],
    ["cat <<-EOF\n\tx\n\tEOF\necho @", undefined],
    ["cat <<A <<B\nx\nA\n@\nB", "here-document"],
    ["cat <<EOF; echo @\nx\nEOF", undefined],
    ["cat <<EOF\nx\nEOF\necho @", undefined],
    ["cat <<< @", undefined],
    ["cat <<EOF\n@", "here-document"],
    ['echo "never closed @', "quotes"],
  ])("%j: %s", (text, expected) => expect(around(text)).toBe(expected));
});

describe("what surrounds a place in SQL and PowerShell", () => {
  it.each([
    ["SELECT * FROM t WHERE id = @", undefined],
    ["SELECT 'it''s' || @", undefined],
    ["SELECT '@'", "quotes"],
    ["SELECT 1 -- @", "comment"],
    ["SELECT 1 -- a\n, @", undefined],
    ["SELECT /* @ */ 1", "comment"],
    ["SELECT $$ @ $$", "quotes"],
  ] as const)("sql %j: %s", (text, expected) => expect(around(text, "sql")).toBe(expected));

  it.each([
    ["Get-Item ~", undefined],
    ["Get-Item '~'", "quotes"],
    ["Get-Item # ~", "comment"],
    ["Set-Content a @'\n~\n'@", "here-document"],
    ["Set-Content a @'\nx\n'@\nGet-Item ~", undefined],
  ] as const)("powershell %j: %s", (text, expected) => {
    expect(surroundings(stretches(text, "powershell"), text.indexOf("~"))).toBe(expected);
  });
});
