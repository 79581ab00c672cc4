import { describe, expect, it } from "vitest";
import { positions } from "../src/index.js";
import {
  at,
  begins,
  beginsWith,
  fails,
  failsWith,
  inBranch,
  isRefused,
  isSkipped,
  run,
  stops,
  timesOut,
  works,
} from "./play.js";

/* The verb `undo` of docs/format.md, and rules 6 and 8 of "How it runs". `undo x` in a path is a step taken back by words. */

/** A step that changes something, can fail, and is taken back by words. */
const changes = (id: string, more = "") =>
  `{ id: ${id}, effect: changes, expect: { see: it }, undo: { text: Back }, ${more} }`;
const reads = (id: string, more = "") => `{ id: ${id}, expect: { see: it }, ${more} }`;
const undoBackTo = (step: string, then = "stop: All is back") => `any: { undo: ${step}, then: { ${then} } }`;

describe("undo every step begun, back to and including the named one", () => {
  const three = (named: string, more = "") => `
    procedures:
      - id: main
        onFailure: { ${undoBackTo(named)} }
        steps: [${changes("a")}, ${changes("b", more)}, ${changes("c")}, ${changes("d")}]
  `;

  it("newest first, the failed one too", () => {
    const { path } = run(three("a")).after(works, works, fails, works, works, works);
    expect(path).toBe("a → b → c → undo c → undo b → undo a → stopped: All is back");
  });

  it("back to and including the named one; what was begun before it stays", () => {
    const { path } = run(three("b")).after(works, works, fails, works, works);
    expect(path).toBe("a → b → c → undo c → undo b → stopped: All is back");
  });

  it("back to the failed one alone, where that is named", () => {
    expect(run(three("c")).after(works, works, fails, works).path).toBe(
      "a → b → c → undo c → stopped: All is back",
    );
  });

  it("then `then` holds", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("b", "goto: a, max: 1, else: { escalate: ops }")} }
          steps: [${reads("a")}, ${changes("b")}]
    `).after(works, fails, works, works, fails, works);
    expect(path).toBe("a → b → undo b → a → b → undo b → escalated to ops");
  });

  it("`then` may try the step again, and the tries of a row that undoes are its own", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a", "retry: 1, else: { stop: Enough }")} }
          steps: [${changes("a")}]
    `).after(fails, works, fails, works);
    expect(path).toBe("a → undo a → a → undo a → stopped: Enough");
  });

  it("`then` may undo further back", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("b", "undo: a, then: { stop: All is back }")} }
          steps: [${changes("a")}, ${changes("b")}]
    `).after(works, fails, works, works);
    expect(path).toBe("a → b → undo b → undo a → stopped: All is back");
  });

  it("steps that only read are passed over, also where they say how they are taken back", () => {
    const { path } = run(`
      requests: [{ id: get, title: Get, method: GET, url: "https://x.example" }]
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps:
            - ${reads("a")}
            - ${changes("b")}
            - { id: c, request: get, undo: { text: Nothing to do } }
            - { id: d, command: { shell: sh, run: ls, effect: reads } }
            - { id: e, open: "https://x.example" }
            - { id: f, command: { shell: sh, run: rm x, effect: destroys }, undo: { text: Back } }
    `).after(works, works, works, works, works, fails, works, works);
    expect(path).toBe("a → b → c → d → e → f → undo f → undo b → stopped: All is back");
  });

  it("where all that was begun reads, `then` holds at once", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps: [${reads("a")}, ${reads("b")}]
    `).after(works, fails);
    expect(path).toBe("a → b → stopped: All is back");
  });

  it("a step that was skipped was not begun", () => {
    const { path } = run(three("a", "onlyIf: it rains")).after(works, isSkipped, fails, works, works);
    expect(path).toBe("a → b → c → undo c → undo a → stopped: All is back");
  });

  it("a step whose confirmation is refused was not begun", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { refused: { undo: a, then: { stop: All is back } } }
          steps: [${changes("a")}, ${changes("b", "confirm: { agree: really }")}]
    `).after(works, isRefused, works);
    expect(path).toBe("a → b → undo a → stopped: All is back");
  });

  it("a step whose approval is refused was not begun", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { refused: { undo: a, then: { stop: All is back } } }
          steps:
            - ${changes("a")}
            - { id: b, effect: changes, approve: { by: { boss: 1 } }, undo: { text: Back } }
    `).after(works, isRefused, works);
    expect(path).toBe("a → b → undo a → stopped: All is back");
  });

  it("a step that was begun, and refused when it was tried again, was begun", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { retry: 1, else: { stop: Enough } }, refused: { undo: a, then: { stop: All is back } } }
          steps: [${changes("a", "confirm: { agree: really }")}]
    `).after(fails, isRefused, works);
    expect(path).toBe("a → a → undo a → stopped: All is back");
  });

  it("a step whose time is over was begun", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps: [${changes("a", "timeout: 5m")}]
    `).after(timesOut, works);
    expect(path).toBe("a → undo a → stopped: All is back");
  });

  it("a step that chooses was begun", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps:
            - { id: a, effect: changes, undo: { text: Back }, choose: [{ when: x, then: { goto: b } }] }
            - ${changes("b")}
    `).after({ kind: "chose", branch: 0 }, fails, works, works);
    expect(path).toBe("a → b → undo b → undo a → stopped: All is back");
  });

  it("an `undo` may follow success: then the step that worked is undone too", () => {
    const { path } = run(`
      procedures:
        - id: main
          steps: [${changes("a")}, ${changes("b", "next: { undo: a, then: { end: done } }")}]
    `).after(works, works, works, works);
    expect(path).toBe("a → b → undo b → undo a → done");
  });

  it("`say` is said when the undoing begins, that of `then` when it has ended", () => {
    const play = run(`
      procedures:
        - id: main
          onFailure: { any: { undo: a, say: Everything goes back, then: { stop: Enough, say: All is back } } }
          steps: [${changes("a")}]
    `).after(fails);
    expect(play.said).toEqual(["Everything goes back"]);
    expect(play.after(works).said).toEqual(["Everything goes back", "All is back"]);
  });

  it("the log names each step that was undone, then what `then` says", () => {
    expect(run(three("b")).after(works, works, fails, works, works).decisions).toEqual([
      ...["a worked", "b worked", "c failed: undo (procedure/main/onFailure/any)"],
      ...["c undone", "b undone", "c undone: stop (procedure/main/onFailure/any/then)"],
    ]);
  });

  it("a page is told which step to take back, of which procedure", () => {
    expect(positions(run(three("a")).after(works, fails).run)).toStrictEqual([
      { kind: "undo", branch: [], procedure: "main", step: "b" },
    ]);
  });

  it("only what was begun in this run of the procedure", () => {
    const { path } = run(`
      procedures:
        - id: main
          steps: [{ id: x, do: inner }, { id: y, do: inner }]
        - id: inner
          onFailure: { ${undoBackTo("a", "end: handed-over")} }
          steps: [${changes("a")}, ${changes("b")}]
    `).after(begins, works, works, begins, works, fails, works, works);
    expect(path).toBe("x → a → b → y → a → b → undo b → undo a → handed-over");
  });
});

describe("where the run did not take the straight way", () => {
  it("a step that was tried again is undone once", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { retry: 2, else: { undo: a, then: { stop: All is back } } } }
          steps: [${changes("a")}, ${changes("b")}]
    `).after(fails, fails, works, fails, fails, fails, works, works);
    expect(path).toBe("a → a → a → b → b → b → undo b → undo a → stopped: All is back");
  });

  it("a step begun several times is undone where it was begun last", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps:
            - ${changes("a")}
            - ${changes("b", "next: { goto: a, max: 1, else: { goto: c } }")}
            - ${changes("c")}
    `).after(works, works, works, works, fails, works, works, works);
    expect(path).toBe("a → b → a → b → c → undo c → undo b → undo a → stopped: All is back");
  });

  it("the range begins where the named step was begun first, so that nothing begun since then is left", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("b")} }
          steps:
            - ${changes("a", "next: { goto: b }")}
            - ${changes("d", "next: { goto: b }")}
            - ${changes("b", "next: { goto: d, max: 1, else: { goto: c } }")}
            - ${changes("c")}
    `).after(works, works, works, works, fails, works, works, works);
    expect(path).toBe("a → b → d → b → c → undo c → undo b → undo d → stopped: All is back");
  });

  it("steps that a `goto` jumped over were not begun", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps: [${changes("a", "next: { goto: c }")}, ${changes("b")}, ${changes("c")}]
    `).after(works, fails, works, works);
    expect(path).toBe("a → c → undo c → undo a → stopped: All is back");
  });

  it("where the named step was skipped, what stands behind it is undone", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("b")} }
          steps: [${changes("a")}, ${changes("b", "onlyIf: it rains")}, ${changes("c")}, ${changes("d")}]
    `).after(works, isSkipped, works, fails, works, works);
    expect(path).toBe("a → b → c → d → undo d → undo c → stopped: All is back");
  });

  it("where the named step stands behind all that was begun, nothing is undone", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("b")} }
          steps: [${changes("a")}, ${changes("b")}]
    `).after(fails);
    expect(path).toBe("a → stopped: All is back");
  });

  it("what is undone is not undone again, unless it is begun again", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure:
            any: { undo: b, then: { goto: c, max: 1, else: { undo: a, then: { stop: All is back } } } }
          steps: [${changes("a")}, ${changes("b")}, ${changes("c")}]
    `).after(works, works, fails, works, works, fails, works, works);
    expect(path).toBe("a → b → c → undo c → undo b → c → undo c → undo a → stopped: All is back");
  });

  it("what is done again after an undo has a range of its own: what was begun before it stays", () => {
    const yaml = (more: string) => `
      procedures:
        - id: main
          onFailure: { ${undoBackTo("b", "goto: a, max: 1, else: { stop: All is back }")} }
          steps: [${changes("a")}, ${changes("b", more)}, ${changes("c")}]
    `;
    const reading = yaml("").replace(changes("b"), reads("b"));
    const pass = [works, works, fails, works];
    expect(run(reading).after(...pass, ...pass).path).toBe(
      "a → b → c → undo c → a → b → c → undo c → stopped: All is back",
    );
    const once = run(yaml("")).after(works, works, fails, works, works, works, works, fails, works, works);
    expect(once.path).toBe(
      "a → b → c → undo c → undo b → a → b → c → undo c → undo b → stopped: All is back",
    );
    const skipped = run(yaml("onlyIf: it rains")).after(
      ...[works, isSkipped, fails, works],
      ...[works, isSkipped, fails, works],
    );
    expect(skipped.path).toBe("a → b → c → undo c → a → b → c → undo c → stopped: All is back");
  });

  it("what is undone is not undone again, although an earlier beginning of it lies before the range", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { undo: b, then: { undo: a, then: { stop: All is back } } } }
          steps:
            - ${changes("a")}
            - ${changes("c", "next: { goto: b }")}
            - ${changes("d", "next: { stop: Never }")}
            - ${changes("b", "next: { goto: c, max: 1, else: { stop: Never } }")}
    `).after(works, works, works, fails, works, works, works);
    expect(path).toBe("a → c → b → c → undo c → undo b → undo a → stopped: All is back");
  });

  it("a procedure that took the place of another undoes what it began itself", () => {
    const { path } = run(`
      procedures:
        - { id: main, steps: [${changes("a", "next: { goto: other }")}] }
        - { id: other, onFailure: { ${undoBackTo("b")} }, steps: [${changes("b")}] }
    `).after(works, fails, works);
    expect(path).toBe("a → b → undo b → stopped: All is back");
  });
});

describe("a `do` by its own `undo`", () => {
  const withUndo = (undo: string) => `
    procedures:
      - id: main
        onFailure: { ${undoBackTo("a")} }
        steps: [{ id: a, do: inner, undo: ${undo} }, ${changes("b")}]
      - { id: inner, onFailure: { any: { stop: inner } }, steps: [${changes("i")}, ${changes("j")}] }
      - { id: back, onFailure: { any: { stop: back } }, steps: [${reads("k")}] }
  `;

  it("and not by those of the steps it began", () => {
    const { path } = run(withUndo("{ text: Back }")).after(begins, works, works, fails, works, works);
    expect(path).toBe("a → i → j → b → undo b → undo a → stopped: All is back");
  });

  it("which may be a procedure", () => {
    const { path } = run(withUndo("{ do: back }")).after(begins, works, works, fails, works, works);
    expect(path).toBe("a → i → j → b → undo b → k → stopped: All is back");
  });

  it("also where it was the failed one", () => {
    const { path } = run(withUndo("{ do: back }")).after(begins, works, fails, works);
    expect(path).toBe("a → i → j → k → stopped: All is back");
  });

  const each = (undo: string) => `
    inputs: [{ id: hosts, label: Hosts, type: list }]
    procedures:
      - id: main
        onFailure: { ${undoBackTo("a")}, stopped: { retry: 1, else: { undo: a, then: { stop: All is back } } } }
        steps: [{ id: a, do: patch, each: hosts, as: host ${undo} }, ${changes("b")}]
      - { id: patch, onFailure: { any: { stop: patch } }, steps: [${changes("p")}, ${changes("q")}] }
      - { id: back, steps: [{ id: k }] }
  `;

  it("once for each item begun, newest first", () => {
    const { path } = run(each(", undo: { do: back }")).after(
      beginsWith(1, 2, 3),
      ...[works, works, fails, begins, fails],
      ...[works, works],
    );
    expect(path).toBe(
      "a → p host=1 → q host=1 → p host=2 → a host=2 → p host=2 → k host=2 → k host=1 → stopped: All is back",
    );
  });

  it("or by words, for each item begun", () => {
    const { path } = run(each(", undo: { text: Back }")).after(
      beginsWith(1, 2),
      ...[works, works, works, works],
      ...[fails, works, works, works],
    );
    expect(path).toBe(
      "a → p host=1 → q host=1 → p host=2 → q host=2 → b → undo b → undo a host=2 → undo a host=1 → stopped: All is back",
    );
  });

  it("else by the undo of the steps it began, with the item for which each was begun", () => {
    const { path } = run(each("")).after(
      beginsWith(1, 2),
      ...[works, works, fails, begins, fails],
      ...[works, works, works],
    );
    expect(path).toBe(
      "a → p host=1 → q host=1 → p host=2 → a host=2 → p host=2 → undo p host=2 → undo q host=1 → undo p host=1 → stopped: All is back",
    );
  });

  it("once for each item begun, also where the failure came when all were done", () => {
    const { path } = run(each(", expect: { see: it }, undo: { do: back }")).after(
      beginsWith(1, 2),
      ...[works, works, works, works],
      ...[fails, works, works],
    );
    expect(path).toBe(
      "a → p host=1 → q host=1 → p host=2 → q host=2 → check a → k host=2 → k host=1 → stopped: All is back",
    );
  });

  it("nothing, where the list was empty", () => {
    const { path } = run(each(", undo: { do: back }")).after(beginsWith(), fails, works);
    expect(path).toBe("a → b → undo b → stopped: All is back");
  });

  it("done again after it was undone, it begins with the first item", () => {
    const { path } = run(`
      inputs: [{ id: hosts, label: Hosts, type: list }]
      procedures:
        - id: main
          onFailure: { stopped: { undo: a, then: { retry: 1, else: { stop: All is back } } } }
          steps: [{ id: a, do: patch, each: hosts, as: host }]
        - { id: patch, onFailure: { any: { stop: patch } }, steps: [${changes("p")}] }
    `).after(beginsWith(1, 2), works, fails, works, works, beginsWith(1, 2));
    expect(path).toBe("a → p host=1 → p host=2 → undo p host=2 → undo p host=1 → a → p host=1");
  });
});

describe("a `do` without `undo` by the undo of the steps it began", () => {
  const nested = (main = changes("b")) => `
    procedures:
      - id: main
        onFailure: { ${undoBackTo("a")} }
        steps: [{ id: a, do: middle }, ${main}]
      - { id: middle, onFailure: { any: { stop: middle } }, steps: [${changes("m")}, { id: n, do: inner }, ${reads("o")}] }
      - { id: inner, onFailure: { any: { stop: inner } }, steps: [${changes("i")}, ${changes("j")}] }
  `;

  it("newest first, at any depth", () => {
    const { path } = run(nested()).after(
      begins,
      works,
      begins,
      works,
      works,
      works,
      fails,
      works,
      works,
      works,
      works,
    );
    expect(path).toBe("a → m → n → i → j → o → b → undo b → undo j → undo i → undo m → stopped: All is back");
  });

  it("only those that it began, when it stopped", () => {
    const { path } = run(nested()).after(begins, works, begins, fails, works, works);
    expect(path).toBe("a → m → n → i → undo i → undo m → stopped: All is back");
  });

  it("once, where the `do` was tried again", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { stopped: { retry: 1, else: { undo: a, then: { stop: All is back } } } }
          steps: [{ id: a, do: inner }]
        - { id: inner, onFailure: { any: { stop: inner } }, steps: [${changes("i")}, ${changes("j")}] }
    `).after(begins, works, fails, begins, works, fails, works, works);
    expect(path).toBe("a → i → j → a → i → j → undo j → undo i → stopped: All is back");
  });

  it("each `do` for itself, where two do the same", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps: [{ id: a, do: inner }, { id: b, do: inner }, ${reads("c")}]
        - { id: inner, steps: [${changes("i")}] }
    `).after(begins, works, begins, works, fails, works, works);
    expect(path).toBe("a → i → b → i → c → undo i → undo i → stopped: All is back");
  });

  it("also what was begun in a procedure that another took the place of", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps: [{ id: a, do: inner }]
        - { id: inner, steps: [${changes("i", "next: { goto: other }")}] }
        - { id: other, steps: [${changes("j", "next: { goto: third }")}] }
        - { id: third, onFailure: { any: { stop: third } }, steps: [${changes("k")}] }
    `).after(begins, works, works, fails, works, works, works);
    expect(path).toBe("a → i → j → k → undo k → undo j → undo i → stopped: All is back");
  });

  it("also what was begun side by side, by each branch as far as it came", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps: [{ id: a, do: [left, right] }]
        - { id: left, steps: [${changes("l")}, { id: m, do: deep }] }
        - { id: right, onFailure: { any: { stop: right } }, steps: [${changes("r")}, ${changes("s")}] }
        - { id: deep, onFailure: { any: { end: done } }, steps: [${changes("d")}] }
    `).after(
      begins,
      ...[
        inBranch(0, works),
        inBranch(1, works),
        inBranch(0, begins),
        inBranch(0, fails),
        inBranch(1, fails),
      ],
      ...[works, works, works, works],
    );
    expect(path).toBe(
      "a → l | r → m | r → m | s → d | s → s → undo s → undo r → undo d → undo l → stopped: All is back",
    );
  });

  it("also what was under way when its time was over", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { timeout: { undo: a, then: { stop: All is back } } }
          steps: [{ id: a, do: outer, timeout: 1h }]
        - { id: outer, steps: [${changes("o")}, { id: p, do: [left, right] }] }
        - { id: left, steps: [${changes("l")}, { id: m, do: deep }] }
        - { id: right, steps: [{ id: n, do: [deep] }] }
        - { id: deep, steps: [${changes("d")}, ${changes("e")}] }
    `).after(
      ...[begins, works, begins, inBranch(0, works), inBranch(0, begins), inBranch(0, works)],
      ...[at("a", timesOut, [1]), works, works, works],
    );
    expect(path).toBe(
      "a → o → p → l | n → m | n → d | n → e | n → undo d → undo l → undo o → stopped: All is back",
    );
  });

  it("also what was under way in branches inside a branch", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { timeout: { undo: a, then: { stop: All is back } } }
          steps: [{ id: a, do: [left, right], timeout: 1h }]
        - { id: left, steps: [{ id: l, do: [one, two] }] }
        - { id: right, steps: [{ id: r }] }
        - { id: one, steps: [${changes("x")}, ${changes("y")}] }
        - { id: two, steps: [${changes("z")}, { id: w }] }
    `).after(
      ...[begins, inBranch(0, begins), inBranch([0, 0], works), inBranch([0, 1], works)],
      ...[at("a", timesOut), works, works],
    );
    expect(path).toBe(
      "a → l | r → x | z | r → y | z | r → y | w | r → undo z → undo x → stopped: All is back",
    );
  });

  it("what it undid itself is not undone again", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps: [{ id: a, do: inner }]
        - { id: inner, onFailure: { ${undoBackTo("j")} }, steps: [${changes("i")}, ${changes("j")}] }
    `).after(begins, works, fails, works, works);
    expect(path).toBe("a → i → j → undo j → undo i → stopped: All is back");
  });

  it("what `first` repaired is not of this run of the procedure, and stays", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { retry: 1, first: repair, else: { undo: a, then: { stop: All is back } } } }
          steps: [${changes("a")}]
        - { id: repair, steps: [${changes("r")}] }
    `).after(fails, works, fails, works);
    expect(path).toBe("a → r → a → undo a → stopped: All is back");
  });

  it("what `first` repaired stays, also where it repaired a `do`", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { stopped: { retry: 1, first: repair, else: { undo: a, then: { stop: All is back } } } }
          steps: [{ id: a, do: inner }]
        - { id: inner, onFailure: { any: { stop: inner } }, steps: [${changes("i")}] }
        - { id: repair, steps: [${changes("r")}] }
    `).after(begins, fails, works, begins, fails, works);
    expect(path).toBe("a → i → r → a → i → undo i → stopped: All is back");
  });

  it("what another runbook began for an item, its reader takes back for that item", () => {
    const { path } = run(`
      inputs: [{ id: hosts, label: Hosts, type: list }]
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps: [{ id: a, do: other/thing, each: hosts, as: host }, ${changes("b")}]
    `).after(beginsWith(1, 2), works, works, fails, works, works, works);
    expect(path).toBe(
      "a → other/thing host=1 → other/thing host=2 → b → undo b → undo other/thing host=2 → undo other/thing host=1 → stopped: All is back",
    );
  });

  it("what another runbook began, its reader takes back", () => {
    const play = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps: [{ id: a, do: [other/thing, inner] }, ${changes("b")}, { id: c, do: other/more, undo: { text: Back } }]
        - { id: inner, steps: [${changes("i")}] }
    `).after(begins, inBranch(0, works), inBranch(1, works), works, begins, stops);
    expect(play.after(works, works, works, works).path).toBe(
      "a → other/thing | i → i → b → c → other/more → undo c → undo b → undo i → undo other/thing → stopped: All is back",
    );
    expect(positions(play.after(works, works, works).run)).toStrictEqual([
      { kind: "undo", branch: [], procedure: "other/thing", step: "a" },
    ]);
  });
});

describe("6. an `undo` that fails", () => {
  const failing = (rows: string, more = "") => `
    escalation: boss
    errors: [{ id: dark, match: { shows: dark }, then: { stop: catalogue } }]
    procedures:
      - id: main
        onFailure: { ${rows} }
        steps:
          - ${changes("a", "onFailure: { any: { stop: The step's own row }, stopped: { stop: The step's own row } }")}
          - ${changes("b", "onFailure: { any: { undo: a, then: { stop: All is back } }, stopped: { stop: The step's own row } }")}
          - ${changes("c", "onFailure: { any: { undo: d, then: { stop: All is back } } }")}
          - { id: d, effect: changes, undo: { do: back } }
          - ${reads("e", "onFailure: { any: { undo: d, then: { stop: All is back } } }")}
          ${more}
      - { id: back, onFailure: { any: { stop: back } }, steps: [${changes("k")}, ${changes("l")}] }
  `;

  it("ends the undoing and takes the procedure's rows, not the step's", () => {
    const { path } = run(failing("any: { stop: It cannot be undone }")).after(works, fails, fails);
    expect(path).toBe("a → b → undo b → stopped: It cannot be undone");
  });

  it("the row for what was observed, not the catalogue's answer", () => {
    const dark = failsWith({ shows: "dark" });
    expect(run(failing("dark: { stop: row }, any: { stop: any }")).after(works, fails, dark).path).toMatch(
      /stopped: row$/,
    );
    expect(run(failing("any: { stop: any }")).after(works, fails, dark).path).toMatch(/stopped: any$/);
  });

  it("the row `stopped` where its procedure stopped", () => {
    const play = (rows: string) => run(failing(rows)).after(works, works, works, works, fails, works, fails);
    expect(play("stopped: { stop: stopped }, any: { stop: any }").path).toBe(
      "a → b → c → d → e → k → l → stopped: stopped",
    );
    expect(play("any: { stop: any }").path).toBe("a → b → c → d → e → k → l → stopped: any");
  });

  it("else the runbook's `escalation`", () => {
    const play = run(failing("timeout: { stop: Too long }")).after(works, fails, fails);
    expect(play.path).toBe("a → b → undo b → escalated to boss");
    expect(play.decisions.at(-1)).toBe("b failed: escalate (escalation)");
  });

  it("nothing is said where there is neither", () => {
    const { path } = run(failing("timeout: { stop: Too long }").replace("escalation: boss", "")).after(
      works,
      fails,
      fails,
    );
    expect(path).toBe("a → b → undo b → unanswered at b");
  });

  it("never undoes again: a row that does takes the `escalation`", () => {
    const { path } = run(failing("any: { undo: a, then: { stop: All is back } }")).after(works, fails, fails);
    expect(path).toBe("a → b → undo b → escalated to boss");
  });

  it("never undoes again, also where a row comes to it when its tries are used up", () => {
    const { path } = run(
      failing("any: { goto: b, max: 1, else: { undo: a, then: { stop: All is back } } }"),
    ).after(works, fails, fails, fails, fails);
    expect(path).toBe("a → b → undo b → b → undo b → escalated to boss");
  });

  it("a row may go on with the run", () => {
    const rows = (outcome: string) => run(failing(`any: { ${outcome} }`)).after(works, fails, fails).path;
    expect(rows("retry: 1, else: { stop: Enough }")).toBe("a → b → undo b → b");
    expect(rows("goto: d")).toBe("a → b → undo b → d");
  });

  it("`continue` goes on as if it had worked: as if all were undone", () => {
    const play = run(failing("any: { continue: It stays as it is, say: Look at b }")).after(
      works,
      fails,
      fails,
    );
    expect(play.path).toBe("a → b → undo b → stopped: All is back");
    expect(play.said).toEqual(["Look at b"]);
    expect(play.decisions.slice(-2)).toEqual([
      "b failed: continue (procedure/main/onFailure/any)",
      "b undone: stop (step/b/onFailure/any/then)",
    ]);
  });

  it("`continue` does not come back to an `undo` that follows success", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { continue: It stays as it is } }
          steps: [{ id: a, effect: destroys, undo: { none: It is gone }, next: { undo: a, then: { end: done } } }]
    `).after(works);
    expect(path).toBe("a → done");
  });

  it("what was undone before it failed is not undone again, what was not is", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { goto: d } }
          steps:
            - ${changes("a")}
            - ${changes("b")}
            - ${changes("c", "onFailure: { any: { undo: a, then: { stop: Never } } }")}
            - ${reads("d", "onFailure: { any: { undo: a, then: { stop: All is back } } }")}
    `).after(works, works, fails, works, fails, fails, works, works);
    expect(path).toBe("a → b → c → undo c → undo b → d → undo b → undo a → stopped: All is back");
  });

  it("also of what a `do` began", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { goto: d } }
          steps:
            - { id: a, do: inner }
            - ${changes("b", "onFailure: { any: { undo: a, then: { stop: Never } } }")}
            - ${reads("d", "onFailure: { any: { undo: a, then: { undo: a, then: { stop: All is back } } } }")}
        - { id: inner, steps: [${changes("i")}, ${changes("j")}] }
    `).after(begins, works, works, fails, works, works, fails, fails, works);
    expect(path).toBe("a → i → j → b → undo b → undo j → undo i → d → undo i → stopped: All is back");
  });

  it("the step after the failed undo is begun anew: an event of it is no event of the undo", () => {
    const play = run(failing("any: { retry: 1, else: { stop: Enough } }")).after(works, fails, fails);
    expect(play.after(works).path).toBe("a → b → undo b → b → c");
  });

  it("a step that cannot be undone ends the undoing (8 keeps it out of the range)", () => {
    const yaml = (undo: string) => `
      procedures:
        - id: main
          onFailure: { any: { stop: It cannot be undone } }
          steps:
            - ${changes("a")}
            - { id: b, effect: destroys, ${undo} }
            - ${changes("c", "onFailure: { any: { undo: a, then: { stop: All is back } } }")}
    `;
    const path = "a → b → c → undo c → stopped: It cannot be undone";
    expect(run(yaml("undo: { none: It is gone }")).after(works, works, fails, works).path).toBe(path);
    expect(run(yaml("")).after(works, works, fails, works).path).toBe(path);
  });

  it("inside a procedure that was called is answered by the procedure that undoes", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { stop: main } }
          steps: [{ id: a, do: inner, onFailure: { stopped: { undo: a, then: { stop: All is back } } } }]
        - { id: inner, onFailure: { any: { stop: inner } }, steps: [${changes("i")}] }
    `).after(begins, fails, fails);
    expect(path).toBe("a → i → undo i → stopped: main");
  });

  it("in a branch leaves the other branches alone", () => {
    const { path } = run(`
      escalation: boss
      procedures:
        - { id: main, steps: [{ id: a, do: [left, right] }] }
        - id: left
          steps: [${changes("l", "onFailure: { any: { undo: l, then: { end: done } } }")}]
        - { id: right, steps: [{ id: r }] }
    `).after(begins, inBranch(0, fails), inBranch(0, fails), inBranch(1, works));
    expect(path).toBe("a → l | r → undo l | r → r → escalated to boss");
  });

  it.each([isSkipped, isRefused, timesOut, begins])(
    "what is undone by words works or fails, and nothing else",
    (event) => {
      const play = run(failing("any: { stop: any }")).after(works, fails);
      expect(() => play.after(event)).toThrow(/^Expected what can happen at `b` \(undo\)/);
    },
  );

  it("a step that is being undone has no time limit any more", () => {
    const play = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps: [{ id: a, effect: changes, timeout: 5m, undo: { do: back } }]
        - { id: back, steps: [${reads("k")}] }
    `).after(timesOut);
    expect(() => play.after(at("a", timesOut))).toThrow(
      new TypeError("Expected a step that is under way, got `a`"),
    );
    expect(() => play.after(at("a", works))).toThrow(
      new TypeError("Expected a step that is under way, got `a`"),
    );
  });
});

describe("6. an undo procedure", () => {
  const taken = (back: string) => `
    procedures:
      - id: main
        onFailure: { ${undoBackTo("a")} }
        steps: [${changes("a")}, { id: b, effect: changes, expect: { see: it }, undo: { do: back } }]
      - ${back}
      - { id: other, steps: [{ id: o }] }
  `;

  it("a failure inside it is an ordinary failure there", () => {
    const { path } = run(
      taken(`{ id: back, onFailure: { any: { retry: 1, else: { stop: back } } }, steps: [${reads("k")}] }`),
    ).after(works, fails, fails, works, works);
    expect(path).toBe("a → b → k → k → undo a → stopped: All is back");
  });

  it("may undo what it began itself", () => {
    const { path } = run(
      taken(
        `{ id: back, onFailure: { ${undoBackTo("k", "end: done")} }, steps: [${changes("k")}, ${reads("l")}] }`,
      ),
    ).after(works, fails, works, fails, works, works);
    expect(path).toBe("a → b → k → l → undo k → undo a → stopped: All is back");
  });

  it("what it does is not undone", () => {
    const { path } = run(
      taken(`{ id: back, steps: [${changes("k")}, ${changes("l")}] }`).replace(
        "then: { stop: All is back }",
        "then: { goto: a, max: 1, else: { stop: All is back } }",
      ),
    ).after(works, fails, works, works, works, works, fails, works, works, works);
    expect(path).toBe("a → b → k → l → undo a → a → b → k → l → undo a → stopped: All is back");
  });

  it("what it does is not undone, also where a `do` had failed", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { stopped: { undo: a, then: { undo: a, then: { retry: 1, else: { stop: All is back } } } } }
          steps: [{ id: a, do: inner }]
        - { id: inner, steps: [{ id: i, effect: changes, undo: { do: back }, next: { stop: inner } }] }
        - { id: back, steps: [${changes("k")}] }
    `).after(begins, works, works, begins, works, works);
    expect(path).toBe("a → i → k → a → i → k → stopped: All is back");
  });

  it("may be replaced by another, whose end then counts", () => {
    const { path } = run(taken("{ id: back, steps: [{ id: k, next: { goto: other } }] }")).after(
      works,
      fails,
      works,
      works,
      works,
    );
    expect(path).toBe("a → b → k → o → undo a → stopped: All is back");
  });

  it("4. escalates and hands over for the whole run", () => {
    const path = (outcome: string) =>
      run(taken(`{ id: back, steps: [{ id: k, next: { ${outcome} } }] }`)).after(works, fails, works).path;
    expect(path("escalate: ops")).toBe("a → b → k → escalated to ops");
    expect(path("end: handed-over")).toBe("a → b → k → handed-over");
  });

  it("7. its counts begin anew each time", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { ${undoBackTo("a")} }
          steps:
            - { id: a, effect: changes, undo: { do: back } }
            - { id: b, effect: changes, expect: { see: it }, undo: { do: back } }
        - { id: back, onFailure: { any: { retry: 1, else: { escalate: ops } } }, steps: [${reads("k")}] }
    `).after(works, fails, fails, works, fails, works);
    expect(path).toBe("a → b → k → k → k → k → stopped: All is back");
  });
});
