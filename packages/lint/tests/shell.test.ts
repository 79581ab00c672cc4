import type { Span } from "@runwright/core";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  maxShellCommands,
  maxShellDepth,
  maxShellLength,
  parseShell,
  type ShellCommand,
  type ShellScript,
  type ShellWord,
} from "../src/command/shell.js";
import {
  commandsWithin,
  isBroken,
  optionsSet,
  readsExitCode,
  scriptsWithin,
} from "../src/command/shell-walk.js";

const calls = vi.hoisted(() => ({ parse: 0, children: 0 }));
vi.mock("unbash", async (importOriginal) => {
  const unbash = await importOriginal<typeof import("unbash")>();
  return {
    ...unbash,
    parse: (text: string) => {
      calls.parse++;
      return unbash.parse(text);
    },
    // What a node holds is parsed when its children are asked for.
    forEachChild: (...args: Parameters<typeof unbash.forEachChild>) => {
      calls.children++;
      unbash.forEachChild(...args);
    },
  };
});

function parsed(text: string): ShellScript {
  const script = parseShell(text);
  if (!script) throw new Error(`Expected a script from ${text.slice(0, 40)}`);
  return script;
}

/** A script on one line: words in brackets, substitutions in braces behind their word. */
function outline(script: ShellScript): string {
  return script.lists
    .map(({ pipelines, operators, background }) => {
      const shown = pipelines.map(
        ({ commands, negated }) => (negated ? "! " : "") + commands.map(outlineCommand).join(" | "),
      );
      return (
        shown
          .map((text, index) => text + (operators[index] ? ` ${operators[index].operator} ` : ""))
          .join("") + (background ? " &" : "")
      );
    })
    .join("; ");
}

function outlineCommand(command: ShellCommand): string {
  const words = command.words.map(outlineWord).join("");
  const redirections = command.redirections.map(({ descriptor = "", operator, target, heredoc }) => {
    const inside = heredoc
      ? `"${heredoc.text}"${heredoc.substitutions.map((inner) => `{${outline(inner)}}`).join("")}`
      : "";
    return ` ${descriptor}${operator}${target ? outlineWord(target) : ""}${inside}`;
  });
  if (command.kind === "simple") {
    const assignments = command.assignments.map(
      ({ name, values }) => `${name}=${values.map(outlineWord).join("")} `,
    );
    return assignments.join("") + words + redirections.join("");
  }
  const parts = [
    ...command.conditions.map((inner) => `(${outline(inner)})`),
    ...command.bodies.map((inner) => `{${outline(inner)}}`),
  ];
  return `${command.kind}${command.name === undefined ? "" : ` ${command.name}`} ${words}${parts.join("")}${redirections.join("")}`;
}

function outlineWord({ value, substitutions }: ShellWord): string {
  return `[${value}]${substitutions.map((inner) => `{${outline(inner)}}`).join("")}`;
}

describe("the tree of a command", () => {
  it.each([
    ["a && b || c; d &", "[a] && [b] || [c]; [d] &"],
    ["! a | b |& c", "! [a] | [b] | [c]"],
    ["A=1 B=$(c) a", "A=[1] B=[$(c)]{[c]} [a]"],
    ["list=(1 $(two) '3')", "list=[1][$(two)]{[two]}[3] "],
    ["export A=$(b)", "[export][A=$(b)]{[b]}"],
    ["a 'b c' \"d $e\" f\\ g $'h\\t'", "[a][b c][d $e][f g][h\t]"],
    ["a >out 2>&1 <in 3<&-", "[a] >[out] 2>&[1] <[in] 3<&[-]"],
    ['a <<< "$(b)"', "[a] <<<[$(b)]{[b]}"],
    ["diff <(a) >(b)", "[diff][<(a)]{[a]}[>(b)]{[b]}"],
    ["if a; then b; elif c; then d; else e; fi", "if ([a])([c]){[b]}{[d]}{[e]}"],
    ["while read l; do a; done <f", "while ([read][l]){[a]} <[f]"],
    ["until a; do b; done", "until ([a]){[b]}"],
    ["for h in x $(y); do a; done", "for h [x][$(y)]{[y]}{[a]}"],
    ["case $1 in a|b) c ;; *) d ;; esac", "case [$1][a][b][*]{[c]}{[d]}"],
    ["(a; b) 2>/dev/null", "subshell {[a]; [b]} 2>[/dev/null]"],
    ["{ a; } | b", "group {[a]} | [b]"],
    ["f() { a; }", "function f {group {[a]}}"],
    ["[[ -f $x && $(a) ]] && b", "test [$x][$(a)]{[a]} && [b]"],
    ["(( i++ )) || a", "arithmetic  || [a]"],
    ['echo "|| true" # || true', "[echo][|| true]"],
    ["", ""],
    ["# nothing but a comment", ""],
  ])("%s", (text, expected) => {
    expect(outline(parsed(text))).toBe(expected);
  });

  it("keeps a here-document apart from commands, and sees what runs inside it", () => {
    expect(outline(parsed("psql <<END | tee log\nDROP TABLE x; $(a)\nEND\nb"))).toBe(
      '[psql] <<"DROP TABLE x; $(a)\n"{[a]} | [tee][log]; [b]',
    );
    expect(outline(parsed("cat <<'END'\n$(rm -rf /) || true\nEND"))).toBe('[cat] <<"$(rm -rf /) || true\n"');
  });

  it("finds commands wherever they stand, in the order of the text", () => {
    const text = 'a $(b "$(c)") && if d; then e <<< $(f); fi; x=`g \\`h\\``; (( $(i) ))';
    const names = parsed(text).lists.flatMap((list) =>
      [...commandsWithin(list)].flatMap((command) =>
        command.kind === "simple" ? (command.words[0]?.value ?? []) : [],
      ),
    );
    expect(names.sort()).toEqual(["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
  });

  it("names the variables of a word, with how they are guarded", () => {
    const word = parsed(`rm "$A/\${B:?no}"\${C}`)?.lists[0]?.pipelines[0]?.commands[0]?.words[1];
    expect(word?.expansions).toEqual([
      { start: 4, end: 6, name: "A", quoted: true },
      { start: 7, end: 15, name: "B", operator: ":?", quoted: true },
      { start: 16, end: 20, name: "C", quoted: false },
    ]);
  });

  it("says where the parser had to guess", () => {
    expect(isBroken(parsed("a && (b; c"))).toBe(true);
    expect(isBroken(parsed("a $(b; if c)"))).toBe(true);
    expect(isBroken(parsed("a && (b; c)"))).toBe(false);
  });

  it.each([
    ["set -euo pipefail", ["+errexit", "+nounset", "+pipefail"]],
    ["set -o errexit -o pipefail", ["+errexit", "+pipefail"]],
    ["set +e", ["-errexit"]],
    ["set -x -- -e", ["+xtrace"]],
    ["set one -e", []],
    ["sed -e s/a/b/", []],
  ])("%s switches %j", (text, expected) => {
    const [command] = parsed(text).lists[0]?.pipelines[0]?.commands ?? [];
    const options = command?.kind === "simple" ? optionsSet(command) : [];
    expect(options.map(({ name, on }) => (on ? "+" : "-") + name)).toEqual(expected);
  });

  it.each([
    "code=$?",
    "[ $? -eq 0 ]",
    "if [[ $? == 0 ]]; then a; fi",
    "(( $? == 0 ))",
    'echo "$' + '{PIPESTATUS[0]}"',
  ])("%s looks at an exit code", (text) => {
    expect(parsed(text).lists.some(readsExitCode)).toBe(true);
  });
});

describe("placeholders", () => {
  it.each([
    [
      "kubectl delete pod <pod-name> -n <the namespace>",
      "[kubectl][delete][pod][<pod-name>][-n][<the namespace>]",
    ],
    ['a {{pod}}{{ns}} pod/{{pod}} "x {{two words}}"', "[a][{{pod}}{{ns}}][pod/{{pod}}][x {{two words}}]"],
    [
      "a --template='{{range .items}}{{.name}}{{\"\\n\"}}{{end}}'",
      '[a][--template={{range .items}}{{.name}}{{"\\n"}}{{end}}]',
    ],
    ["cp <file>.old <file>", "[cp][<file>.old][<file>]"],
    ["sort <in >out", "[sort] <[in] >[out]"],
    ["sort <in>out", "[sort] <[in] >[out]"],
    ["sort <in 2>/dev/null", "[sort] <[in] 2>[/dev/null]"],
    ["cat <<END>out\n<b>\nEND", '[cat] <<"<b>\n" >[out]'],
    ["a \uFDD0\uFDD1 {{x}} \uFDD0", "[a][\uFDD0\uFDD1][{{x}}][\uFDD0]"],
  ])("%s", (text, expected) => {
    expect(outline(parsed(text))).toBe(expected);
  });
});

describe("offsets", () => {
  const texts = [
    "set -e\r\nkubectl get pods \\\r\n  -n {{ns}} || true\r\ncat <<END\r\nx $(y)\r\nEND\r\n",
    `echo "🚒 <name>" 'é' | tee 🚒.log && for x in ä $(b "$(c)"); do\n\td "\${x:-{{e}}}"\ndone`,
    "a=(1 '2' `3`) b >'x y' 2>&1 <<< $'\\t'",
  ];

  it.each(texts)("are those of the text that was given: %s", (text) => {
    for (const word of wordsOf(parsed(text))) expect(word.text).toBe(text.slice(word.start, word.end));
  });

  it("are those of operators and of commands", () => {
    const text = "set -e\r\na \\\r\n  || b && c\r\n";
    const list = parsed(text).lists[1];
    expect(list?.operators.map(({ start, end }) => text.slice(start, end))).toEqual(["||", "&&"]);
    expect(list?.pipelines.map(({ start, end }) => text.slice(start, end))).toEqual(["a", "b", "c"]);
  });

  it("inside escaped backticks are those of the whole substitution, because the parser reads another text there", () => {
    const text = "echo `a \\`b\\``";
    const words = wordsOf(parsed(text)).filter(({ value }) => value === "a" || value === "b");
    expect(words.map(({ start, end }) => text.slice(start, end))).toEqual(["`a \\`b\\``", "`a \\`b\\``"]);
  });
});

describe("hostile input", () => {
  const many = (piece: string, last = "") => {
    const count = Math.floor(maxShellLength / (piece.length + last.length));
    return piece.repeat(count) + last.repeat(count);
  };
  const hostile: readonly string[] = [
    ...[
      "$(",
      '"$(',
      "(",
      "((",
      "$((",
      "${a:-",
      "`",
      "`\\`",
      "<(",
      '"',
      "'",
      "$'",
      "{ ",
      "{a,",
      "@(",
      "a[$(",
      "[[ ",
      "[[ ! ",
    ],
    ...[
      "if ",
      "while ",
      "case a in ",
      "f() {",
      "a&&",
      "a|",
      "a;",
      "!",
      "\n",
      "\\",
      "a=(",
      "a<<<",
      "cat <<A\n",
      "cat <<A\n$(",
    ],
    ...["$(cat <<A\n", "$((a?", "{{", "<a", "<a>", "{{a}}", "\uFDD0", "\ud800", "\0"],
  ].map((piece) => many(piece));
  const closed = [
    many("$(", ")"),
    many('"$(', ')"'),
    many("${a:-", "}"),
    many("$((", "))"),
    many("(", ")"),
    many("$(a)"),
    many("a $(b) "),
  ];

  it.each([...hostile, ...closed].map((text) => [text.slice(0, 12), text] as const))(
    "ends after a bounded number of looks at the parser's nodes: %j",
    (_, text) => {
      calls.parse = 0;
      calls.children = 0;
      const script = parseShell(text);
      expect(calls.parse).toBe(1);
      expect(calls.children).toBeLessThanOrEqual(5 * text.length);
      if (script) expect([...scriptsWithin(script)].length).toBeLessThanOrEqual(3 * maxShellCommands);
    },
  );

  it("is not looked at when it is longer than a person would write", () => {
    calls.parse = 0;
    expect(parseShell("a".repeat(maxShellLength + 1))).toBeUndefined();
    expect(calls.parse).toBe(0);
  });

  it("is given up when it is deeper or fuller than a person would write", () => {
    const nested = (levels: number) => "$(".repeat(levels) + ")".repeat(levels);
    expect(parseShell(`a ${nested(5)}`)).toBeDefined();
    expect(parseShell(`a ${nested(maxShellDepth)}`)).toBeUndefined();
    expect(parseShell("a;".repeat(maxShellCommands))).toBeDefined();
    expect(parseShell("a;".repeat(maxShellCommands + 1))).toBeUndefined();
  });

  it("never throws, and every word stands where it says", () => {
    const pieces = [
      "a",
      "$(",
      ")",
      "`",
      '"',
      "'",
      "{{x}}",
      "<b>",
      "<<E\n",
      "E\n",
      "\r\n",
      "|",
      "||",
      "&",
      ">",
      "2>",
      "${x:-",
      "}",
      "{ ",
      "if ",
      "then ",
      "fi",
      "\\",
      "#",
      "é",
      "🚒",
      " ",
      ";",
      "((",
      "))",
      "[[ ",
      " ]]",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (chosen) => {
        const text = chosen.join("");
        const script = parseShell(text);
        for (const { start, end } of script ? spansOf(script) : []) {
          if (!(start >= 0 && start <= end && end <= text.length))
            throw new Error(`${start}-${end} of ${JSON.stringify(text)}`);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function commandsOf(script: ShellScript): readonly ShellCommand[] {
  return [...scriptsWithin(script)].flatMap(({ lists }) =>
    lists.flatMap(({ pipelines }) => pipelines.flatMap(({ commands }) => commands)),
  );
}

function wordsOf(script: ShellScript): readonly ShellWord[] {
  return commandsOf(script).flatMap((command) => [
    ...command.words,
    ...command.redirections.flatMap(({ target }) => target ?? []),
    ...(command.kind === "simple" ? command.assignments.flatMap(({ values }) => values) : []),
  ]);
}

function spansOf(script: ShellScript): readonly Span[] {
  const lists = [...scriptsWithin(script)].flatMap((inner) => [inner, ...inner.lists]);
  const commands = commandsOf(script);
  return [...lists, ...commands, ...commands.flatMap(({ redirections }) => redirections), ...wordsOf(script)];
}
