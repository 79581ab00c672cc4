import { describe, expect, it } from "vitest";
import { begin, next, positions } from "../src/index.js";
import {
  at,
  begins,
  beginsWith,
  chooses,
  fails,
  failsWith,
  inBranch,
  isLeft,
  isRefused,
  isSkipped,
  linkedOf,
  otherwise,
  run,
  stops,
  timesOut,
  works,
} from "./play.js";

/*
 * "How it runs" of docs/format.md, sentence by sentence. A path shows where the run waited after each event.
 * Undoing has its own file: undo.test.ts; which error an answer is: match.test.ts.
 */

describe("in order", () => {
  const two = `
    procedures:
      - id: main
        steps:
          - { id: a }
          - { id: b, onlyIf: it rains }
          - { id: c }
  `;

  it("without `next` the next step follows, and `end: done` after the last", () => {
    expect(run(two).after(works, works, works).path).toBe("a → b → c → done");
  });

  it("where `onlyIf` does not hold, the next step in order follows", () => {
    expect(run(two).after(works, isSkipped, works).path).toBe("a → b → c → done");
  });

  it("a step that is skipped does not take its `next`", () => {
    const { path } = run(`
      procedures:
        - id: main
          steps:
            - { id: a, onlyIf: it rains, next: { goto: c } }
            - { id: b }
            - { id: c }
    `).after(isSkipped);
    expect(path).toBe("a → b");
  });

  it("a last step that is skipped ends the procedure as done", () => {
    const { path } = run(`
      procedures:
        - id: main
          steps:
            - { id: a, onlyIf: it rains }
    `).after(isSkipped);
    expect(path).toBe("a → done");
  });

  it("`next` is an outcome and takes the place of the next step", () => {
    const { path } = run(`
      procedures:
        - id: main
          steps:
            - { id: a, next: { goto: c } }
            - { id: b }
            - { id: c, next: { end: done } }
            - { id: d }
    `).after(works, works);
    expect(path).toBe("a → c → done");
  });

  it("a run may begin at any procedure", () => {
    const yaml = `
      procedures:
        - { id: main, steps: [{ id: a }] }
        - { id: other, steps: [{ id: b }] }
    `;
    expect(run(yaml, "other").after(works).path).toBe("b → done");
  });
});

describe("choose", () => {
  const weather = `
    procedures:
      - id: main
        steps:
          - id: a
            choose:
              - { when: it rains, then: { goto: c } }
              - { when: it snows, then: { stop: Too cold } }
            otherwise: { end: done, say: The sun shines }
          - { id: b }
          - { id: c }
  `;

  it("the branch that holds says what comes next", () => {
    expect(run(weather).after(chooses(0)).path).toBe("a → c");
    expect(run(weather).after(chooses(1)).path).toBe("a → stopped: Too cold");
  });

  it("`otherwise` holds where no branch does", () => {
    const play = run(weather).after(otherwise);
    expect(play.path).toBe("a → done");
    expect(play.said).toEqual(["The sun shines"]);
  });

  it("nothing is said where no branch holds and there is no `otherwise`", () => {
    const { path } = run(`
      procedures:
        - id: main
          steps:
            - id: a
              choose: [{ when: it rains, then: { end: done } }]
    `).after(otherwise);
    expect(path).toBe("a → unanswered at a");
  });
});

describe("1. a step fails", () => {
  const all = `
    inputs: [{ id: hosts, label: Hosts, type: list }]
    procedures:
      - id: main
        onFailure:
          timeout: { stop: timeout }
          refused: { stop: refused }
          stopped: { stop: stopped }
          any: { stop: any }
        steps:
          - { id: plain, onlyIf: needed }
          - { id: see, expect: { see: a light }, onlyIf: needed }
          - { id: timed, timeout: 5m, onlyIf: needed }
          - { id: waiting, wait: { every: 5s, atMost: 1m }, onlyIf: needed, expect: { see: it } }
          - { id: confirmed, confirm: { agree: really }, onlyIf: needed }
          - { id: approved, approve: { by: { boss: 1 }, within: 1h }, onlyIf: needed }
          - { id: command, command: { shell: sh, run: ls, effect: reads }, onlyIf: needed }
          - { id: opened, open: "https://x.example", onlyIf: needed }
          - { id: call, do: inner, onlyIf: needed, confirm: { agree: really } }
          - { id: call-each, do: inner, each: hosts, as: host, onlyIf: needed }
          - { id: choice, choose: [{ when: x, then: { end: done } }], onlyIf: needed }
          - { id: elsewhere, do: other/thing }
      - id: inner
        steps: [{ id: in }]
  `;
  const standing = (step: string) => {
    let play = run(all);
    while (!play.path.endsWith(step)) play = play.after(isSkipped);
    return play;
  };

  it.each([
    ["its `expect` does not hold; a person's no to `see` counts", "see", fails, "any"],
    ["its time is over", "timed", timesOut, "timeout"],
    ["`wait` has lasted `atMost`", "waiting", timesOut, "timeout"],
    ["an answer that matches an error comes while it waits", "waiting", fails, "any"],
    ["a confirmation is not given", "confirmed", isRefused, "refused"],
    ["a confirmation is not given before a `do`", "call", isRefused, "refused"],
    ["an approval is refused", "approved", isRefused, "refused"],
    ["an approval does not come `within` its time", "approved", timesOut, "timeout"],
    ["a command expects 0 without saying so", "command", fails, "any"],
    ["no answer comes", "opened", failsWith({ noAnswer: true }), "any"],
  ])("when %s", (_, step, event, row) => {
    expect(standing(step).after(event).path).toMatch(new RegExp(` ${step} → stopped: ${row}$`));
  });

  it.each([
    ["a step that expects nothing cannot fail", "plain", fails],
    ["a step without a `timeout` cannot time out", "see", timesOut],
    ["a step that asks for no consent cannot be refused", "see", isRefused],
    ["a step that does no procedure cannot stop", "see", stops],
    ["the procedures of a `do` begin before it has worked", "call", works],
    ["the procedures of a `do` begin before it fails", "call", fails],
    ["a `do` stops when its procedures do, not by itself", "call", stops],
    ["a step without `do` begins nothing", "plain", begins],
    ["with `each`, the items are named", "call-each", begins],
    ["a `choose` works by a branch", "choice", works],
    ["only the branches that are there can be chosen", "choice", chooses(1)],
    ["no branch stands before the first", "choice", chooses(-1)],
    ["a step without `choose` has no `otherwise`", "plain", otherwise],
    ["only another runbook can be left", "plain", isLeft],
    ["a step without `onlyIf` cannot be skipped", "elsewhere", isSkipped],
  ])("%s: that is a fault of the caller's", (_, step, event) => {
    expect(() => standing(step).after(event)).toThrow(/^Expected what can happen at `/);
  });

  it("a run that has ended goes no further", () => {
    expect(() => run("procedures: [{ id: main, steps: [{ id: a }] }]").after(works, works)).toThrow(
      new TypeError("Expected a run that has not ended"),
    );
  });

  it("a run goes on with the runbook that it began with", () => {
    const [one, other] = ["a", "b"].map((id) =>
      linkedOf(`procedures: [{ id: main, steps: [{ id: ${id} }] }]`),
    );
    expect(() => one && other && next(other, begin(one, "main"), works)).toThrow(
      new TypeError("Expected a run of this runbook, got one at an unknown step `a`"),
    );
    expect(() => one && next(one, { ...begin(one, "main"), thread: { frames: [] } }, works)).toThrow(
      new TypeError("Expected a run with at least one procedure under way"),
    );
  });

  it("an unknown procedure cannot begin", () => {
    expect(() => run("procedures: [{ id: main, steps: [{ id: a }] }]", "mian")).toThrow(
      new TypeError("Expected the id of a procedure, got `mian`"),
    );
  });
});

describe("3. what then", () => {
  /** A step that times out or fails as `busy`, with rows at the places named. */
  const rows = (
    ...places: readonly ("step row" | "procedure row" | "catalogue" | "step any" | "procedure any")[]
  ) => {
    const row = (place: (typeof places)[number], name: string) =>
      places.includes(place) ? [`${name}: { stop: ${place} }`] : [];
    return (name: string) => `
      errors: [{ id: busy, match: { status: 503 }, ${row("catalogue", "then")} }]
      requests: [{ id: ask, title: Ask, method: GET, url: "https://x.example" }]
      procedures:
        - id: main
          onFailure: { ${[...row("procedure row", name), ...row("procedure any", "any")]} }
          steps:
            - id: a
              ${name === "busy" ? "request: ask" : "timeout: 5m"}
              onFailure: { ${[...row("step row", name), ...row("step any", "any")]} }
    `;
  };
  const busy = failsWith({ status: 503 });
  const order = ["step row", "procedure row", "catalogue", "step any", "procedure any"] as const;
  const pairs = order.flatMap((first, index) =>
    order.slice(index + 1).map((second) => [first, second] as const),
  );

  it.each(pairs)("the %s comes before the %s", (first, second) => {
    expect(run(rows(first, second)("busy")).after(busy).path).toBe(`a → stopped: ${first}`);
  });

  it.each(order)("the %s answers alone", (place) => {
    expect(run(rows(place)("busy")).after(busy).path).toBe(`a → stopped: ${place}`);
  });

  it("the step's row comes before all others", () => {
    expect(run(rows(...order)("busy")).after(busy).path).toBe("a → stopped: step row");
  });

  it("else nothing is said", () => {
    expect(run(rows()("busy")).after(busy).path).toBe("a → unanswered at a");
  });

  it("what is no known error takes `any` only", () => {
    expect(run(rows(...order)("busy")).after(fails).path).toBe("a → stopped: step any");
    expect(run(rows("step row", "procedure row", "catalogue")("busy")).after(fails).path).toBe(
      "a → unanswered at a",
    );
  });

  it.each(["step row", "procedure row", "step any", "procedure any"] as const)(
    "a timeout takes the %s",
    (place) => {
      expect(run(rows(place)("timeout")).after(timesOut).path).toBe(`a → stopped: ${place}`);
    },
  );

  it("a timeout takes the step's row, the procedure's row, the step's `any`, the procedure's `any`, in this order", () => {
    const builtIn = ["step row", "procedure row", "step any", "procedure any"] as const;
    for (const [index, place] of builtIn.entries())
      expect(run(rows(...builtIn.slice(index))("timeout")).after(timesOut).path).toBe(
        `a → stopped: ${place}`,
      );
  });

  it("`timeout`, `refused` and `stopped` skip the catalogue", () => {
    const yaml = `
      errors: [{ id: dark, match: { shows: dark }, then: { stop: catalogue } }]
      procedures:
        - id: main
          onFailure: { any: { stop: any } }
          steps:
            - { id: a, timeout: 5m, onlyIf: needed, expect: { see: it } }
            - { id: b, confirm: { agree: really }, onlyIf: needed }
            - { id: c, do: inner }
        - id: inner
          steps: [{ id: d, next: { stop: inner } }]
    `;
    expect(run(yaml).after(failsWith({ shows: "dark" })).path).toBe("a → stopped: catalogue");
    expect(run(yaml).after(timesOut).path).toBe("a → stopped: any");
    expect(run(yaml).after(isSkipped, isRefused).path).toBe("a → b → stopped: any");
    expect(run(yaml).after(isSkipped, isSkipped, begins, works).path).toBe("a → b → c → d → stopped: any");
  });

  describe("where the request or command is not repeatable, a `retry` of the catalogue takes its `else`", () => {
    const catalogue = (action: string, rest = "") => `
      errors: [{ id: busy, match: [{ status: 503 }, { exit: 3 }, { shows: dark }], then: { retry: 1, say: Again, else: { stop: else } } }]
      requests:
        - { id: get, title: Get, method: GET, url: "https://x.example" }
        - { id: post, title: Post, method: POST, url: "https://x.example", effect: changes }
        - { id: put, title: Put, method: PUT, url: "https://x.example", effect: changes, repeatable: true }
        - { id: look, title: Look, method: GET, url: "https://x.example", repeatable: false }
      procedures:
        - id: main
          steps: [{ id: a, ${action} }]
          ${rest}
    `;
    const once = "a → stopped: else";
    const twice = "a → a → stopped: else";

    it.each([
      ["a request that reads is repeatable", "request: get", twice],
      ["a request that changes is not", "request: post", once],
      ["a request that changes is, where it says so", "request: put", twice],
      ["a request that reads is not, where it says so", "request: look", once],
      ["a page that is opened is repeatable", "open: get", twice],
      ["a command that reads is repeatable", "command: { shell: sh, run: x, effect: reads }", twice],
      ["a command that changes is not", "command: { shell: sh, run: x, effect: changes }", once],
      [
        "a command is, where it says so",
        "command: { shell: sh, run: x, effect: changes, repeatable: true }",
        twice,
      ],
      ["what a person does is tried again", "effect: changes, expect: { see: light }", twice],
    ])("%s", (_, action, path) => {
      const observed = failsWith(
        action.startsWith("command")
          ? { exit: 3 }
          : action.includes("see")
            ? { shows: "dark" }
            : { status: 503 },
      );
      const play = run(catalogue(action)).after(observed);
      expect((path === twice ? play.after(observed) : play).path).toBe(path);
    });

    it("the `say` of a `retry` that is not taken is not said", () => {
      expect(run(catalogue("request: post")).after(failsWith({ status: 503 })).said).toEqual([]);
      expect(run(catalogue("request: get")).after(failsWith({ status: 503 })).said).toEqual(["Again"]);
    });

    it("a `retry` inside another outcome of the catalogue too", () => {
      const { path } = run(`
        errors:
          - { id: busy, match: { exit: 3 }, then: { goto: other, max: 1, else: { retry: 1, else: { stop: else } } } }
        procedures:
          - id: main
            steps: [{ id: a, command: { shell: sh, run: x, effect: changes } }]
          - id: other
            steps: [{ id: b, next: { goto: main, max: 1, else: { stop: loop } } }]
      `).after(failsWith({ exit: 3 }), works, failsWith({ exit: 3 }));
      expect(path).toBe("a → b → a → stopped: else");
    });

    it("a row of the step or its procedure knows what it says", () => {
      const retry = "onFailure: { any: { retry: 1, else: { stop: row } } }";
      expect(run(catalogue(`request: post, ${retry}`)).after(fails, fails).path).toBe("a → a → stopped: row");
      expect(run(catalogue("request: post", retry)).after(fails, fails).path).toBe("a → a → stopped: row");
    });
  });
});

describe("`retry`: this step again, at most n more times", () => {
  it("counted per step and row; then `else`", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { retry: 2, else: { stop: any } }, timeout: { retry: 1, else: { stop: timeout } } }
          steps:
            - { id: a, timeout: 5m, expect: { see: it } }
            - { id: b, timeout: 5m, expect: { see: it } }
    `).after(fails, timesOut, fails, works, timesOut, fails, fails, fails);
    expect(path).toBe("a → a → a → a → b → b → b → b → stopped: any");
  });

  it("`delay` is waited before the next try, and only before that", () => {
    const { path } = run(`
      procedures:
        - id: main
          steps:
            - id: a
              timeout: 5m
              expect: { see: it }
              onFailure:
                any: { retry: 1, delay: 30s, else: { stop: any } }
                timeout: { retry: 1, else: { stop: timeout } }
            - { id: b }
    `).after(fails, timesOut, works);
    expect(path).toBe("a → a in 30s → a → b");
  });

  it("the delay of one step is not that of the next", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { retry: 1, delay: 30s, else: { stop: any } } }
          steps:
            - { id: a, expect: { see: it } }
            - { id: b }
    `).after(fails, works);
    expect(path).toBe("a → a in 30s → b");
  });

  it("the delay is over when the step begins", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { retry: 1, delay: 30s, else: { stop: any } } }
          steps: [{ id: a, do: inner, expect: { see: it } }]
        - { id: inner, steps: [{ id: i }] }
    `).after(begins, works, fails, begins, works);
    expect(path).toBe("a → i → check a → a in 30s → i → check a");
  });

  it("the delay of a try that did not come, because its repair stopped, is not that of what follows", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { retry: 1, delay: 30s, first: repair, else: { retry: 1, else: { stop: any } } } }
          steps: [{ id: a, expect: { see: it } }]
        - { id: repair, steps: [{ id: r, next: { stop: repair } }] }
    `).after(fails, works);
    expect(path).toBe("a → r → a");
  });

  it("`else` may try again by a count of its own", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { retry: 1, else: { retry: 1, delay: 1h, else: { escalate: ops } } } }
          steps: [{ id: a, expect: { see: it } }]
    `).after(fails, fails, fails);
    expect(path).toBe("a → a → a in 1h → escalated to ops");
  });

  it("a step that is tried again may be skipped", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { retry: 1, else: { stop: any } } }
          steps: [{ id: a, onlyIf: it rains, expect: { see: it } }, { id: b }]
    `).after(fails, isSkipped);
    expect(path).toBe("a → a → b");
  });

  it("without `else`, nothing is said when the tries are used up", () => {
    // The schema asks for `else`; a run of what was never checked still ends.
    const play = run(`
      procedures:
        - id: main
          onFailure: { any: { retry: 1, else: { stop: any } } }
          steps: [{ id: a, expect: { see: it } }]
    `);
    const outcome = play.linked.procedures[0]?.onFailure?.any;
    Reflect.deleteProperty(outcome ?? {}, "else");
    expect(play.after(fails, fails).path).toBe("a → a → unanswered at a");
  });

  describe("`first`: a procedure to repair before", () => {
    const repaired = `
      procedures:
        - id: main
          onFailure: { any: { retry: 1, delay: 5s, first: repair, else: { goto: help } } }
          steps: [{ id: a, expect: { see: it } }, { id: b }]
        - id: repair
          steps: [{ id: r, expect: { see: it }, onFailure: { any: { stop: broken } } }]
        - id: help
          steps: [{ id: h }]
    `;

    it("repairs, then the step is tried again", () => {
      expect(run(repaired).after(fails, works, works).path).toBe("a → r → a in 5s → b");
    });

    it("5. a procedure under `first` that stops takes `else`", () => {
      expect(run(repaired).after(fails, fails).path).toBe("a → r → h");
    });

    it("takes `else` when the tries are used up", () => {
      expect(run(repaired).after(fails, works, fails).path).toBe("a → r → a in 5s → h");
    });

    it("without `else`, nothing is said when the repair stops", () => {
      const play = run(repaired);
      const outcome = play.linked.procedures[0]?.onFailure?.any;
      Reflect.deleteProperty(outcome ?? {}, "else");
      expect(play.after(fails, fails).path).toBe("a → r → unanswered at a");
    });

    it("`end: done` returns to the step that called with `first`", () => {
      const { path } = run(`
        procedures:
          - id: main
            onFailure: { any: { retry: 1, first: repair, else: { stop: any } } }
            steps: [{ id: a, expect: { see: it } }]
          - id: repair
            steps: [{ id: r, next: { end: done } }, { id: s }]
      `).after(fails, works);
      expect(path).toBe("a → r → a");
    });

    it("6. a failure inside a procedure reached by a failure is an ordinary failure there", () => {
      const { path } = run(`
        procedures:
          - id: main
            onFailure: { any: { retry: 1, first: repair, else: { stop: main } } }
            steps: [{ id: a, expect: { see: it } }]
          - id: repair
            onFailure: { any: { retry: 1, else: { continue: Whatever } } }
            steps: [{ id: r, expect: { see: it } }, { id: s }]
      `).after(fails, fails, fails, works);
      expect(path).toBe("a → r → r → s → a");
    });
  });

  describe("7. counts of `retry` begin anew each time a procedure begins", () => {
    const retrying = `
      inputs: [{ id: hosts, label: Hosts, type: list }]
      procedures:
        - id: main
          onFailure: { any: { retry: 1, else: { stop: main } } }
          steps:
            - { id: a, do: inner }
            - { id: b, do: inner, next: { goto: a, max: 1, else: { end: done } } }
        - id: inner
          onFailure: { any: { retry: 1, else: { stop: inner } } }
          steps: [{ id: i, expect: { see: it } }]
        - id: again
          onFailure: { any: { retry: 1, else: { goto: again, max: 1, else: { stop: again } } } }
          steps: [{ id: r, expect: { see: it } }]
    `;

    it("each time it is called", () => {
      const { path } = run(retrying).after(begins, fails, works, begins, fails, fails);
      expect(path).toBe("a → i → i → b → i → i → b");
    });

    it("each time it takes the place of another", () => {
      expect(run(retrying, "again").after(fails, fails, fails, fails).path).toBe(
        "r → r → r → r → stopped: again",
      );
    });

    it("but not when a `goto` comes back to a step of the same run of the procedure", () => {
      const { path } = run(retrying).after(
        begins,
        fails,
        fails,
        begins,
        works,
        begins,
        works,
        begins,
        fails,
        fails,
      );
      expect(path).toBe("a → i → i → a → i → b → i → a → i → i → stopped: main");
    });
  });
});

describe("`goto`", () => {
  it("a step of this procedure, forwards and backwards", () => {
    const { path } = run(`
      procedures:
        - id: main
          steps:
            - { id: a, next: { goto: c } }
            - { id: b, next: { end: done } }
            - { id: c, next: { goto: b } }
    `).after(works, works, works);
    expect(path).toBe("a → c → b → done");
  });

  it("the step may be the one that failed", () => {
    const { path } = run(`
      procedures:
        - id: main
          steps: [{ id: a, expect: { see: it }, onFailure: { any: { goto: a, max: 1, else: { stop: enough } } } }]
    `).after(fails, fails);
    expect(path).toBe("a → a → stopped: enough");
  });

  describe("a procedure, which takes the place of the one that is running", () => {
    const replaced = `
      procedures:
        - id: main
          steps:
            - { id: a, do: inner, onFailure: { stopped: { stop: main } } }
            - { id: b }
        - id: inner
          steps: [{ id: i, next: { goto: other } }, { id: j }]
        - id: other
          steps: [{ id: o, expect: { see: it }, onFailure: { any: { stop: other } } }]
    `;

    it("its `done` goes to that one's caller", () => {
      expect(run(replaced).after(begins, works, works).path).toBe("a → i → o → b");
    });

    it("its `stop` goes to that one's caller", () => {
      expect(run(replaced).after(begins, works, fails).path).toBe("a → i → o → stopped: main");
    });

    it("without a caller, its end is the end of the run", () => {
      expect(run(replaced, "inner").after(works, works).path).toBe("i → o → done");
      expect(run(replaced, "inner").after(works, fails).path).toBe("i → o → stopped: other");
    });

    it("its end goes to the step that called with `first`", () => {
      const yaml = `
        procedures:
          - id: main
            onFailure: { any: { retry: 1, first: repair, else: { stop: main } } }
            steps: [{ id: a, expect: { see: it } }]
          - { id: repair, steps: [{ id: r, next: { goto: other } }] }
          - id: other
            onFailure: { any: { stop: other } }
            steps: [{ id: o, expect: { see: it } }]
      `;
      expect(run(yaml).after(fails, works, works).path).toBe("a → r → o → a");
      expect(run(yaml).after(fails, works, fails).path).toBe("a → r → o → stopped: main");
    });

    it("its own rows hold, not those of the procedure that it replaced", () => {
      const { path } = run(`
        procedures:
          - { id: main, onFailure: { any: { goto: other } }, steps: [{ id: a, expect: { see: it } }] }
          - { id: other, steps: [{ id: o, expect: { see: it } }] }
      `).after(fails, fails);
      expect(path).toBe("a → o → unanswered at o");
    });
  });

  describe("`max` and `else`, counted for the whole run", () => {
    it("`max` times, then `else`", () => {
      const { path } = run(`
        procedures:
          - id: main
            steps: [{ id: a }, { id: b, next: { goto: a, max: 2, else: { escalate: ops } } }]
      `).after(works, works, works, works, works, works);
      expect(path).toBe("a → b → a → b → a → b → escalated to ops");
    });

    it("also across calls", () => {
      const { path } = run(`
        procedures:
          - id: main
            steps: [{ id: a, do: inner }, { id: b, do: inner }]
          - id: inner
            steps: [{ id: i }, { id: j, next: { goto: i, max: 1, else: { end: done } } }]
      `).after(begins, works, works, works, works, begins, works, works);
      expect(path).toBe("a → i → j → i → j → b → i → j → done");
    });

    it("also among procedures", () => {
      const { path } = run(`
        procedures:
          - { id: ping, steps: [{ id: a, next: { goto: pong } }] }
          - { id: pong, steps: [{ id: b, next: { goto: ping, max: 1, else: { end: handed-over } } }] }
      `).after(works, works, works, works);
      expect(path).toBe("a → b → a → b → handed-over");
    });

    it("by the place where it is written, not by where it leads", () => {
      const { path } = run(`
        procedures:
          - id: main
            onFailure: { any: { goto: a, max: 1, else: { stop: any } } }
            steps:
              - { id: a, expect: { see: it } }
              - { id: b, expect: { see: it }, next: { goto: a, max: 1, else: { stop: next } } }
      `).after(fails, works, works, works, works);
      expect(path).toBe("a → a → b → a → b → stopped: next");
    });

    it("by the place where it is written, also for the steps that share a row", () => {
      const { path } = run(`
        procedures:
          - id: main
            onFailure: { any: { goto: a, max: 1, else: { stop: any } } }
            steps: [{ id: a, expect: { see: it } }, { id: b, expect: { see: it } }]
      `).after(fails, works, fails);
      expect(path).toBe("a → a → b → stopped: any");
    });

    it("the `say` of a `goto` that is used up is not said again", () => {
      const { said } = run(`
        procedures:
          - id: main
            steps: [{ id: a, next: { goto: a, max: 1, say: Once more, else: { end: done, say: Enough } } }]
      `).after(works, works);
      expect(said).toEqual(["Once more", "Enough"]);
    });

    it("without `else`, nothing is said when it is used up", () => {
      const { path } = run(`
        procedures:
          - { id: main, steps: [{ id: a, next: { goto: a, max: 1 } }] }
      `).after(works, works);
      expect(path).toBe("a → a → unanswered at a");
    });
  });
});

describe("4. ends", () => {
  const deep = (outcome: string, caller = "stop: outer") => `
    procedures:
      - id: main
        onFailure: { any: { ${caller} } }
        steps: [{ id: a, do: middle }, { id: b }]
      - id: middle
        steps: [{ id: m, do: inner, next: { end: done } }, { id: n }]
      - id: inner
        steps: [{ id: i, next: { ${outcome} } }]
  `;

  it("`escalate` ends the whole run from any depth", () => {
    expect(run(deep("escalate: boss")).after(begins, begins, works).path).toBe(
      "a → m → i → escalated to boss",
    );
  });

  it("`handed-over` ends the whole run from any depth", () => {
    expect(run(deep("end: handed-over")).after(begins, begins, works).path).toBe("a → m → i → handed-over");
  });

  it("`escalate` and `handed-over` end the run from a repair", () => {
    const yaml = (outcome: string) => `
      procedures:
        - id: main
          onFailure: { any: { retry: 1, first: repair, else: { stop: main } } }
          steps: [{ id: a, expect: { see: it } }]
        - { id: repair, steps: [{ id: r, next: { ${outcome} } }] }
    `;
    expect(run(yaml("escalate: boss")).after(fails, works).path).toBe("a → r → escalated to boss");
    expect(run(yaml("end: handed-over")).after(fails, works).path).toBe("a → r → handed-over");
  });

  it("`stop` makes the calling step fail as `stopped`, and so on outwards; at the top it ends the run", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { stopped: { stop: top } }
          steps: [{ id: a, do: middle }]
        - id: middle
          onFailure: { stopped: { stop: middle } }
          steps: [{ id: m, do: inner }]
        - id: inner
          steps: [{ id: i, next: { stop: inner } }]
    `).after(begins, begins, works);
    expect(path).toBe("a → m → i → stopped: top");
  });

  it("a step that fails as `stopped` is answered where it stands", () => {
    expect(run(deep("stop: inner", "continue: It can wait")).after(begins, begins, works).path).toBe(
      "a → m → i → unanswered at m",
    );
  });

  it("`end: done` returns to whoever called with `do`, also before the last step", () => {
    expect(run(deep("end: done")).after(begins, begins, works).path).toBe("a → m → i → b");
  });

  it("`end: done` as the answer to a failure returns with success", () => {
    const { path } = run(`
      procedures:
        - id: main
          steps: [{ id: a, do: inner }, { id: b }]
        - id: inner
          onFailure: { any: { end: done } }
          steps: [{ id: i, expect: { see: it } }, { id: j }]
    `).after(begins, fails);
    expect(path).toBe("a → i → b");
  });

  it("where nothing is said in a procedure that was called, the run ends there", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { stop: main } }
          steps: [{ id: a, do: inner }]
        - id: inner
          steps: [{ id: i, expect: { see: it } }]
    `).after(begins, fails);
    expect(path).toBe("a → i → unanswered at i");
  });
});

describe("`continue`: go on as if it had worked", () => {
  it("the next step follows", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { continue: It can wait } }
          steps: [{ id: a, expect: { see: it } }, { id: b }]
    `).after(fails, works);
    expect(path).toBe("a → b → done");
  });

  it("as if it had worked, `next` holds", () => {
    const { path } = run(`
      procedures:
        - id: main
          steps:
            - { id: a, expect: { see: it }, onFailure: { any: { continue: It can wait } }, next: { goto: c } }
            - { id: b }
            - { id: c }
    `).after(fails);
    expect(path).toBe("a → c");
  });

  it("as if it had worked, the `expect` of a `do` is not asked for", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { stopped: { continue: It can wait } }
          steps: [{ id: a, do: inner, expect: { see: it } }, { id: b }]
        - id: inner
          steps: [{ id: i, next: { stop: inner } }]
    `).after(begins, works);
    expect(path).toBe("a → i → b");
  });
});

describe("`say`: what to tell the next person, with any verb", () => {
  it("is collected in the order in which it comes up", () => {
    const { path, said } = run(`
      procedures:
        - id: main
          onFailure:
            timeout: { retry: 1, say: It is slow, else: { stop: Too slow, say: It is too slow } }
            refused: { continue: It can wait, say: Nobody agreed }
            any: { goto: other, say: Look elsewhere }
          steps:
            - { id: a, timeout: 5m }
            - { id: b, confirm: { agree: really } }
            - { id: c, expect: { see: it } }
        - id: other
          steps: [{ id: o, next: { escalate: ops, say: It is yours } }]
    `).after(timesOut, works, isRefused, fails, works);
    expect(path).toBe("a → a → b → c → o → escalated to ops");
    expect(said).toEqual(["It is slow", "Nobody agreed", "Look elsewhere", "It is yours"]);
  });

  it("of an `else` that is taken, only the words of the `else`", () => {
    const { said } = run(`
      procedures:
        - id: main
          onFailure: { any: { retry: 1, say: Again, else: { stop: Enough, say: It does not work } } }
          steps: [{ id: a, expect: { see: it } }]
    `).after(fails, fails);
    expect(said).toEqual(["Again", "It does not work"]);
  });
});

describe("`do`", () => {
  it("the step goes on when its procedure is done, and its `expect` is judged then", () => {
    const yaml = `
      procedures:
        - id: main
          onFailure: { any: { stop: main } }
          steps: [{ id: a, do: inner, expect: { see: it } }, { id: b }]
        - { id: inner, steps: [{ id: i }, { id: j }] }
    `;
    expect(run(yaml).after(begins, works, works, works).path).toBe("a → i → j → check a → b");
    expect(run(yaml).after(begins, works, works, fails).path).toBe("a → i → j → check a → stopped: main");
  });

  it("after a `retry`, its procedures begin again", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { any: { retry: 2, else: { stop: main } } }
          steps: [{ id: a, do: inner, expect: { see: it } }]
        - { id: inner, onFailure: { any: { stop: inner } }, steps: [{ id: i, expect: { see: it } }] }
    `).after(begins, fails, begins, works, fails, begins, works, works);
    expect(path).toBe("a → i → a → i → check a → a → i → check a → done");
  });

  it.each([
    ["refused", isRefused],
    ["stopped", stops],
    ["skipped", isSkipped],
    ["begun again", begins],
  ])("what is to be judged cannot be %s", (_, event) => {
    const play = run(`
      procedures:
        - id: main
          steps: [{ id: a, do: inner, onlyIf: x, confirm: { agree: y }, expect: { see: it } }]
        - { id: inner, steps: [{ id: i }] }
    `).after(begins, works);
    expect(() => play.after(event)).toThrow(
      new TypeError(
        `Expected what can happen at \`a\` (check), got \`${"way" in event ? event.way : event.kind}\``,
      ),
    );
  });

  it("the time of a step runs while it is judged", () => {
    const { path } = run(`
      procedures:
        - id: main
          onFailure: { timeout: { stop: Too long } }
          steps: [{ id: a, do: inner, wait: { every: 5s, atMost: 1m }, expect: { see: it } }]
        - { id: inner, steps: [{ id: i }] }
    `).after(begins, works, timesOut);
    expect(path).toBe("a → i → check a → stopped: Too long");
  });

  describe("`runbook/procedure`: another runbook", () => {
    const calling = `
      procedures:
        - id: main
          onFailure: { stopped: { stop: It stopped } }
          steps: [{ id: a, do: other/thing, expect: { see: it } }, { id: b }]
    `;

    it("is followed elsewhere until it is done", () => {
      const play = run(calling).after(begins);
      expect(positions(play.run)).toStrictEqual([
        { kind: "runbook", branch: [], procedure: "other/thing", step: "a" },
      ]);
      expect(play.after(works, works).path).toBe("a → other/thing → check a → b");
    });

    it("that stops makes the calling step fail as `stopped`", () => {
      expect(run(calling).after(begins, stops).path).toBe("a → other/thing → stopped: It stopped");
    });

    it("that escalates or hands over ends the run", () => {
      expect(run(calling).after(begins, isLeft).path).toBe("a → other/thing → handed-over");
    });

    it.each([fails, timesOut, isSkipped, begins])("ends in no other way", (event) => {
      expect(() => run(calling).after(begins, event)).toThrow(
        /^Expected what can happen at `a` \(elsewhere\)/,
      );
    });
  });
});

describe("`each` and `as`: one item at a time", () => {
  const patching = (more = "") => `
    inputs: [{ id: hosts, label: Hosts, type: list }]
    procedures:
      - id: main
        steps:
          - { id: a, do: patch, each: hosts, as: host ${more} }
          - { id: b }
      - id: patch
        onFailure: { any: { stop: It does not fit } }
        steps: [{ id: p, expect: { see: it } }, { id: q }]
  `;

  it("goes through the items in order; the item is there for the called procedure", () => {
    const { path } = run(patching()).after(beginsWith("db1", "db2"), works, works, works, works);
    expect(path).toBe('a → p host="db1" → q host="db1" → p host="db2" → q host="db2" → b');
  });

  it("an empty list is done at once", () => {
    const play = run(patching()).after(beginsWith());
    expect(play.path).toBe("a → b");
    expect(play.decisions).toEqual(["a begun", "a worked"]);
  });

  it("without `each` there are no items, whatever the caller names", () => {
    const { path } = run(`
      procedures:
        - { id: main, steps: [{ id: a, do: inner }] }
        - { id: inner, steps: [{ id: i }] }
    `).after(beginsWith(1, 2));
    expect(path).toBe("a → i");
  });

  it("an empty list too is judged by `expect`", () => {
    expect(run(patching(", expect: { see: it }")).after(beginsWith()).path).toBe("a → check a");
  });

  it("`expect` is judged once, after the last item", () => {
    const { path } = run(patching(", expect: { see: it }")).after(
      beginsWith(1, 2),
      works,
      works,
      works,
      works,
      works,
    );
    expect(path).toBe("a → p host=1 → q host=1 → p host=2 → q host=2 → check a → b");
  });

  it("an item that stops fails the step", () => {
    const { path } = run(patching(", onFailure: { stopped: { stop: Not all } }")).after(
      beginsWith(1, 2),
      fails,
    );
    expect(path).toBe("a → p host=1 → stopped: Not all");
  });

  it("`continue` goes on as if the step had worked: the items behind are left out", () => {
    const { path } = run(patching(", onFailure: { stopped: { continue: Enough } }")).after(
      beginsWith(1, 2),
      fails,
    );
    expect(path).toBe("a → p host=1 → b");
  });

  it("a `retry` goes on with the item that stopped", () => {
    const { path } = run(patching(", onFailure: { stopped: { retry: 1, else: { stop: Not all } } }")).after(
      beginsWith(1, 2, 3),
      ...[works, works],
      ...[fails, begins, works, works],
      fails,
    );
    expect(path).toBe(
      "a → p host=1 → q host=1 → p host=2 → a host=2 → p host=2 → q host=2 → p host=3 → stopped: Not all",
    );
  });

  it("a `retry` after its `expect` did not hold does all items again", () => {
    const retry = ", expect: { see: it }, onFailure: { any: { retry: 1, else: { stop: Not all } } }";
    const { path } = run(patching(retry)).after(beginsWith(1), works, works, fails, beginsWith(2), works);
    expect(path).toBe("a → p host=1 → q host=1 → check a → a → p host=2 → q host=2");
  });

  it("reached again by `goto`, it asks for its items again", () => {
    const { path } = run(`
      inputs: [{ id: hosts, label: Hosts, type: list }]
      procedures:
        - id: main
          steps:
            - id: a
              do: patch
              each: hosts
              as: host
              onFailure: { stopped: { goto: a, max: 1, else: { stop: Not all } } }
        - id: patch
          onFailure: { any: { stop: It does not fit } }
          steps: [{ id: p, expect: { see: it } }]
    `).after(beginsWith(1, 2), works, fails, beginsWith(3), works);
    expect(path).toBe("a → p host=1 → p host=2 → a → p host=3 → done");
  });

  it("the repair before a `retry` knows the item", () => {
    const { path } = run(`
      inputs: [{ id: hosts, label: Hosts, type: list }]
      procedures:
        - id: main
          steps:
            - id: a
              do: patch
              each: hosts
              as: host
              onFailure: { stopped: { retry: 1, first: clean, else: { stop: Not all } } }
        - id: patch
          onFailure: { any: { stop: It does not fit } }
          steps: [{ id: p, expect: { see: it } }]
        - id: clean
          steps: [{ id: c }]
    `).after(beginsWith(1, 2), works, fails, works, begins, works);
    expect(path).toBe("a → p host=1 → p host=2 → c host=2 → a host=2 → p host=2 → done");
  });

  it("one list inside another gives both items; a `goto` to a procedure keeps them", () => {
    const { path } = run(`
      inputs: [{ id: sites, label: Sites, type: list }, { id: hosts, label: Hosts, type: list }]
      procedures:
        - id: main
          steps: [{ id: a, do: site-of, each: sites, as: site }]
        - id: site-of
          steps: [{ id: s, do: host-of, each: hosts, as: host }]
        - id: host-of
          steps: [{ id: h, next: { goto: last } }]
        - id: last
          steps: [{ id: l, do: deeper }]
        - id: deeper
          steps: [{ id: d }]
    `).after(beginsWith("x", "y"), beginsWith(1), works, begins, works);
    expect(path).toBe(
      'a → s site="x" → h site="x" host=1 → l site="x" host=1 → d site="x" host=1 → s site="y"',
    );
  });

  it("each item may be any JSON, and what the caller does with his list later changes nothing", () => {
    const item = { name: "db1", rack: null };
    const play = run(patching()).after(beginsWith(item));
    item.name = "db9";
    expect(positions(play.run)).toStrictEqual([
      {
        kind: "step",
        branch: [],
        procedure: "patch",
        step: "p",
        items: { host: { name: "db1", rack: null } },
      },
    ]);
  });
});

describe("9. side by side", () => {
  const two = (left: string, right: string, more = "") => `
    procedures:
      - id: main
        onFailure: { stopped: { stop: It stopped }, timeout: { stop: Too long } }
        steps: [{ id: a, do: [left, right] ${more} }, { id: b }]
      - { id: left, onFailure: { any: { ${left} } }, steps: [{ id: l, expect: { see: it } }, { id: m }] }
      - { id: right, onFailure: { any: { ${right} } }, steps: [{ id: r, expect: { see: it } }] }
  `;
  const plain = two("stop: left", "stop: right");

  it("the procedures of a list are under way together, finished when all are", () => {
    const { path } = run(plain).after(begins, inBranch(1, works), inBranch(0, works), inBranch(0, works));
    expect(path).toBe("a → l | r → l → m → b");
  });

  it("a list of one is no branch", () => {
    const { path } = run(`
      procedures:
        - { id: main, steps: [{ id: a, do: [inner] }] }
        - { id: inner, steps: [{ id: i }] }
    `).after(begins, works);
    expect(path).toBe("a → i → done");
  });

  it("`expect` is judged after all", () => {
    const { path } = run(two("stop: left", "stop: right", ", expect: { see: it }")).after(
      begins,
      ...[inBranch(0, works), inBranch(1, works), inBranch(0, works)],
      works,
    );
    expect(path).toBe("a → l | r → m | r → m → check a → b");
  });

  it.each([
    ["escalates", "escalate: boss"],
    ["hands over", "end: handed-over"],
    ["stops", "stop: left"],
  ])("a branch that %s does not interrupt the others", (_, left) => {
    expect(run(two(left, "stop: right")).after(begins, inBranch(0, fails)).path).toBe("a → l | r → r");
  });

  const outcomes = {
    escalated: ["escalate: boss", "escalated to boss"],
    "handed over": ["end: handed-over", "handed-over"],
    stopped: ["stop: branch", "stopped: It stopped"],
    done: ["end: done", "b"],
  } as const;
  const grave = Object.keys(outcomes) as (keyof typeof outcomes)[];
  const pairs = grave.flatMap((winner, index) => grave.slice(index).map((loser) => [winner, loser] as const));

  it.each(pairs)("the gravest wins: %s before %s, whichever ends first", (winner, loser) => {
    const [worse, ending] = outcomes[winner];
    const [better] = outcomes[loser];
    for (const [left, right] of [
      [worse, better],
      [better, worse],
    ] as const)
      for (const [first, second] of [
        [0, 1],
        [1, 0],
      ] as const) {
        const { path } = run(two(left, right)).after(begins, inBranch(first, fails), inBranch(second, fails));
        expect(path.split(" → ").at(-1)).toBe(ending);
      }
  });

  it("what nothing answers in a branch is graver than all", () => {
    const { path } = run(`
      procedures:
        - { id: main, steps: [{ id: a, do: [left, right] }] }
        - { id: left, steps: [{ id: l, next: { escalate: boss } }] }
        - { id: right, steps: [{ id: r, expect: { see: it } }] }
    `).after(begins, inBranch(0, works), inBranch(1, fails));
    expect(path).toBe("a → l | r → r → unanswered at r");
  });

  it("of two that escalate, the first in the list", () => {
    const { path } = run(two("escalate: ops", "escalate: boss")).after(
      begins,
      inBranch(1, fails),
      inBranch(0, fails),
    );
    expect(path).toBe("a → l | r → l → escalated to ops");
  });

  it("branches count on their own: retries of each, a `goto` for the whole run", () => {
    const { path } = run(`
      procedures:
        - { id: main, steps: [{ id: a, do: [left, right] }] }
        - id: left
          onFailure: { any: { retry: 1, else: { stop: left } } }
          steps: [{ id: l, expect: { see: it }, next: { goto: loop } }]
        - id: right
          onFailure: { any: { retry: 1, else: { stop: right } } }
          steps: [{ id: r, expect: { see: it }, next: { goto: loop } }]
        - { id: loop, steps: [{ id: o, next: { goto: loop, max: 1, else: { end: done } } }] }
    `).after(
      begins,
      ...[inBranch(0, fails), inBranch(1, fails), inBranch(0, works), inBranch(1, works)],
      ...[inBranch(0, works), inBranch(1, works), inBranch(0, works)],
    );
    expect(path).toBe("a → l | r → l | r → l | r → o | r → o | o → o | o → o → done");
  });

  it("a `retry` of the step begins all branches again", () => {
    const { path } = run(`
      procedures:
        - id: main
          steps: [{ id: a, do: [left, right], onFailure: { stopped: { retry: 1, else: { stop: main } } } }]
        - { id: left, steps: [{ id: l }] }
        - { id: right, steps: [{ id: r, next: { stop: right } }] }
    `).after(begins, inBranch(0, works), inBranch(1, works), begins);
    expect(path).toBe("a → l | r → r → a → l | r");
  });

  it("branches inside a branch end with it", () => {
    const { path } = run(`
      procedures:
        - { id: main, steps: [{ id: a, do: [left, right] }, { id: b }] }
        - { id: left, steps: [{ id: l, do: [one, two] }, { id: m }] }
        - { id: right, steps: [{ id: r }] }
        - { id: one, steps: [{ id: x }] }
        - { id: two, steps: [{ id: y }] }
    `).after(
      begins,
      ...[inBranch(1, works), inBranch(0, begins), inBranch([0, 1], works), inBranch([0, 0], works)],
      inBranch(0, works),
    );
    expect(path).toBe("a → l | r → l → x | y → x → m → b");
  });

  it("a branch of a branch that escalates ends its branch, and the run when the others have ended", () => {
    const { path } = run(`
      procedures:
        - { id: main, steps: [{ id: a, do: [left, right] }] }
        - { id: left, onFailure: { any: { continue: Never }, stopped: { continue: Never } }, steps: [{ id: l, do: [one, two] }] }
        - { id: right, steps: [{ id: r }] }
        - { id: one, steps: [{ id: x, next: { escalate: boss } }] }
        - { id: two, steps: [{ id: y }] }
    `).after(
      begins,
      ...[inBranch(0, begins), inBranch([0, 0], works), inBranch([0, 1], works), inBranch(1, works)],
    );
    expect(path).toBe("a → l | r → x | y | r → y | r → r → escalated to boss");
  });

  it("another runbook may be a branch", () => {
    const play = run(`
      procedures:
        - { id: main, steps: [{ id: a, do: [other/thing, right] }, { id: b }] }
        - { id: right, steps: [{ id: r }] }
    `).after(begins);
    expect(play.after(inBranch(0, works), inBranch(1, works)).path).toBe("a → other/thing | r → r → b");
    expect(play.after(inBranch(0, isLeft), inBranch(1, works)).path).toBe(
      "a → other/thing | r → r → handed-over",
    );
    expect(play.after(inBranch(1, works), inBranch(0, stops)).path).toBe(
      "a → other/thing | r → other/thing → unanswered at a",
    );
  });

  it.each([
    ["without saying in which branch", works, "Expected what can happen at `a` (calls), got `worked`"],
    ["in a branch that has ended", inBranch(1, works), "Expected the address of a branch that is still open"],
    ["in a branch that is not there", inBranch(2, works), "Expected the address of a branch, got index 2"],
    [
      "in a branch of a branch that has none",
      inBranch([0, 0], works),
      "Expected the address of a branch, got index 0",
    ],
  ])("nothing happens %s", (_, happening, message) => {
    const play = run(plain).after(begins, inBranch(1, works));
    expect(() => play.after(happening)).toThrow(new TypeError(message));
  });
});

describe("the time of a step that is over while its procedures run", () => {
  const timed = `
    procedures:
      - id: main
        onFailure: { timeout: { stop: Too long } }
        steps: [{ id: a, do: middle, timeout: 1h }, { id: b }]
      - id: middle
        onFailure: { any: { retry: 1, first: repair, else: { stop: middle } } }
        steps: [{ id: m, do: inner }]
      - { id: inner, steps: [{ id: i, timeout: 5m, next: { stop: inner } }] }
      - { id: repair, steps: [{ id: r }] }
  `;

  it("fails it as `timeout`, whatever is under way inside", () => {
    expect(run(timed).after(begins, at("a", timesOut)).path).toBe("a → m → stopped: Too long");
    expect(run(timed).after(begins, begins, at("a", timesOut)).path).toBe("a → m → i → stopped: Too long");
    expect(run(timed).after(begins, begins, works, at("a", timesOut)).path).toBe(
      "a → m → i → r → stopped: Too long",
    );
  });

  it("is answered by its rows and not by those of the procedures inside", () => {
    const { path } = run(timed.replace("stop: Too long", "continue: It can wait")).after(
      begins,
      begins,
      at("a", timesOut),
    );
    expect(path).toBe("a → m → i → b");
  });

  it("the innermost step may be named too", () => {
    expect(run(timed).after(at("a", begins), begins, at("i", works)).path).toBe("a → m → i → r");
  });

  it.each([
    ["a step that is not under way", at("b", timesOut), "Expected a step that is under way, got `b`"],
    [
      "a step that has no time limit",
      at("m", timesOut),
      "Expected what can happen at `m` (calls), got `timeout`",
    ],
    ["anything but its time", at("a", fails), "Expected what can happen at `a` (calls), got `failed`"],
    ["its success", at("a", works), "Expected what can happen at `a` (calls), got `worked`"],
  ])("%s is a fault of the caller's", (_, happening, message) => {
    expect(() => run(timed).after(begins, begins).after(happening)).toThrow(new TypeError(message));
  });

  it.each([
    ["what it expects is judged later", fails],
    ["it was confirmed before", isRefused],
    ["it stops when its procedures do", stops],
    ["its procedures have begun", begins],
    ["it was not skipped", isSkipped],
  ])("nothing else happens to it from outside: %s", (_, event) => {
    const play = run(`
      procedures:
        - id: main
          steps:
            - { id: a, do: inner, timeout: 1h, expect: { see: it }, confirm: { agree: really }, onlyIf: it rains }
        - { id: inner, steps: [{ id: i }] }
    `).after(begins);
    expect(() => play.after(at("a", event))).toThrow(/^Expected what can happen at `a` \(calls\), got `/);
  });

  it("a step that waits for its repair is not under way itself", () => {
    expect(() => run(timed).after(begins, begins, works, at("m", timesOut))).toThrow(
      new TypeError("Expected a step that is under way, got `m`"),
    );
  });

  const sided = (left: string) => `
    procedures:
      - id: main
        onFailure: { timeout: { stop: Too long } }
        steps: [{ id: a, do: [left, right], timeout: 1h }]
      - { id: left, steps: [{ id: l, do: [one, two], timeout: 5m, onFailure: { timeout: { stop: left } } }] }
      - { id: right, steps: [{ id: r }] }
      - { id: one, steps: [{ id: x, next: { ${left} } }] }
      - { id: two, steps: [{ id: y }] }
  `;

  it("gives up all branches", () => {
    expect(run(sided("end: done")).after(begins, at("a", timesOut)).path).toBe(
      "a → l | r → stopped: Too long",
    );
    const play = run(sided("end: done")).after(begins, inBranch(0, begins));
    expect(play.after(at("a", timesOut)).path).toBe("a → l | r → x | y | r → stopped: Too long");
    expect(play.after(at("a", timesOut, [0, 1])).path).toBe("a → l | r → x | y | r → stopped: Too long");
  });

  it("gives up all branches, also where the run goes on", () => {
    const play = run(sided("end: done").replace("stop: Too long", "retry: 1, else: { stop: Enough }"));
    expect(play.after(begins, inBranch(1, works), at("a", timesOut), begins).path).toBe(
      "a → l | r → l → a → l | r",
    );
  });

  it("gives up the branches of a branch, and leaves the others alone", () => {
    const play = run(sided("end: done")).after(begins, inBranch(0, begins), at("l", timesOut, [0]));
    expect(play.path).toBe("a → l | r → x | y | r → r");
  });

  it("is less grave than a branch that has escalated, handed over or got no answer", () => {
    const after = (outcome: string) =>
      run(sided(outcome)).after(begins, inBranch(0, begins), inBranch([0, 0], works), at("a", timesOut)).path;
    expect(after("escalate: boss")).toBe("a → l | r → x | y | r → y | r → escalated to boss");
    expect(after("end: handed-over")).toBe("a → l | r → x | y | r → y | r → handed-over");
    expect(after("stop: one")).toBe("a → l | r → x | y | r → y | r → stopped: Too long");
    const open = run(sided("goto: x, max: 1")).after(begins, inBranch(0, begins), inBranch([0, 0], works));
    expect(open.after(inBranch([0, 0], works), at("a", timesOut)).path).toMatch(/ → unanswered at x$/);
    expect(open.after(inBranch([0, 0], works), at("a", timesOut)).decisions.at(-1)).toBe("a failed");
  });
});

describe("the log", () => {
  it("names what happened, the verb and the place where it is written", () => {
    const { decisions } = run(`
      errors: [{ id: busy, match: { shows: busy }, then: { retry: 1, else: { stop: Busy } } }]
      procedures:
        - id: main
          onFailure: { timeout: { continue: It can wait } }
          steps:
            - { id: a, onlyIf: it rains }
            - { id: b, timeout: 5m, next: { goto: c } }
            - { id: c, expect: { see: it }, onFailure: { any: { retry: 1, else: { goto: d } } } }
            - { id: d, choose: [{ when: x, then: { goto: e } }], otherwise: { end: done } }
            - { id: e, do: inner }
            - { id: f, expect: { see: it } }
        - { id: inner, steps: [{ id: i }] }
    `).after(
      ...[isSkipped, timesOut, failsWith({ shows: "busy" }), fails, fails, chooses(0), begins, works],
      fails,
    );
    expect(decisions).toEqual([
      "a skipped",
      "b failed: continue (procedure/main/onFailure/timeout)",
      "b worked: goto (step/b/next)",
      "c failed: retry (error/busy/then)",
      "c failed: retry (step/c/onFailure/any)",
      "c failed: goto (step/c/onFailure/any/else)",
      "d chose: goto (step/d/choose/0/then)",
      "e begun",
      "i worked",
      "e worked",
      "f failed",
    ]);
  });

  it("names `otherwise`, and the other runbook that was left", () => {
    const { decisions } = run(`
      procedures:
        - id: main
          steps:
            - { id: a, choose: [{ when: x, then: { end: done } }], otherwise: { goto: b } }
            - { id: b, do: other/thing }
    `).after(otherwise, begins, isLeft);
    expect(decisions).toEqual(["a chose: goto (step/a/otherwise)", "b begun", "b left"]);
  });
});
