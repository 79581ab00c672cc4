import { describe, expect, it } from "vitest";
import { countKeys, type Match, matchError, type Observation, rowFits, statusMatches } from "../src/index.js";
import { jsonEquals } from "../src/match.js";
import { linkedOf } from "./play.js";

/* Rule 2 of "How it runs" of docs/format.md: which error of the catalogue a failure is. */

/** The steps of which an error can be: each test names one and what was observed there. */
const steps = `
  systems:
    - { id: shop, name: Shop, endpoints: { web: "https://shop.example" } }
    - { id: bank, name: Bank, endpoints: { web: "https://bank.example" } }
  requests:
    - { id: order, title: Order, method: POST, url: "{{shop.web}}/orders", effect: changes }
    - { id: pay, title: Pay, method: POST, url: "{{bank.web}}/pay", effect: changes }
    - { id: page, title: Page, method: GET, url: "{{shop.web}}" }
  procedures:
    - id: main
      steps:
        - { id: send, request: order }
        - { id: send-pay, request: pay }
        - { id: open-page, open: page }
        - { id: open-address, open: "{{shop.web}}/help" }
        - { id: open-elsewhere, open: "https://other.example" }
        - { id: run-at, command: { shell: sh, run: x, at: shop, effect: reads } }
        - { id: run-anywhere, command: { shell: sh, run: x, effect: reads } }
        - { id: look, expect: { see: it } }
`;

/** Which of the errors, given as `id: match`, an observation is; undefined where it is none of them. */
function errorOf(step: string, matches: readonly string[], observation: Observation): string | undefined {
  const errors = matches.map((match) => {
    const [id = "", ...rest] = match.split(": ");
    return `{ id: ${id}, match: ${rest.join(": ")} }`;
  });
  const linked = linkedOf(`${steps}\n  errors: [${errors.join(", ")}]`);
  const found = linked.procedures[0]?.steps.find(({ id }) => id === step);
  return found && matchError(found, observation, linked)?.id;
}

describe("of those whose `at` fits", () => {
  it.each([
    ["without `at`, anywhere", "look", "{ shows: it }", true],
    ["the request that the step sends", "send", "{ at: order, shows: it }", true],
    ["not another request", "send", "{ at: pay, shows: it }", false],
    ["the request that it opens", "open-page", "{ at: page, shows: it }", true],
    ["the system whose endpoint the request addresses", "send", "{ at: shop, shows: it }", true],
    ["not another system", "send-pay", "{ at: shop, shows: it }", false],
    ["the system whose address it opens", "open-address", "{ at: shop, shows: it }", true],
    ["no system, where a plain address is opened", "open-elsewhere", "{ at: shop, shows: it }", false],
    ["for a command its system", "run-at", "{ at: shop, shows: it }", true],
    ["no system, where a command names none", "run-anywhere", "{ at: shop, shows: it }", false],
    ["no system, where a person looks", "look", "{ at: shop, shows: it }", false],
    ["one of a list", "send", "{ at: [bank, shop], shows: it }", true],
    ["none of a list", "send", "{ at: [bank, pay], shows: it }", false],
  ])("%s", (_, step, match, fits) => {
    expect(errorOf(step, [`e: ${match}`], { shows: "it" })).toBe(fits ? "e" : undefined);
  });

  it("`rowFits` says the same without an observation", () => {
    const linked = linkedOf(steps);
    const step = linked.procedures[0]?.steps[0];
    expect(
      [["order"], ["shop"], ["bank"], undefined].map(
        (at) => step && rowFits({ ...(at && { at }) }, step, linked),
      ),
    ).toEqual([true, true, false, true]);
  });
});

describe("all keys must hold", () => {
  it.each<[string, string, Observation, boolean]>([
    ["a status", "{ status: 404 }", { status: 404 }, true],
    ["another status", "{ status: 404 }", { status: 403 }, false],
    ["no status", "{ status: 404 }", { shows: "404" }, false],
    ["a class of status", "{ status: 5xx }", { status: 503 }, true],
    ["another class", "{ status: 5xx }", { status: 404 }, false],
    ["a class where no status came", "{ status: 5xx }", { noAnswer: true }, false],
    ["a code, in `$.error` if not said", "{ code: busy }", { codes: { "$.error": "busy" } }, true],
    ["a code noted as a value of the answer", "{ code: busy }", { json: { "$.error": "busy" } }, true],
    ["another code", "{ code: busy }", { codes: { "$.error": "late" } }, false],
    ["a code that stands elsewhere", "{ code: busy }", { codes: { redirect: "busy" } }, false],
    ["a code at a path", "{ code: busy, in: $.fault.code }", { codes: { "$.fault.code": "busy" } }, true],
    [
      "a code in `www-authenticate`",
      "{ code: busy, in: www-authenticate }",
      { codes: { "www-authenticate": "busy" } },
      true,
    ],
    ["a code in the redirect", "{ code: busy, in: redirect }", { codes: { redirect: "busy" } }, true],
    ["a code not where it is said", "{ code: busy, in: redirect }", { codes: { "$.error": "busy" } }, false],
    ["a value", "{ json: { $.ok: false } }", { json: { "$.ok": false } }, true],
    ["a value that is another", "{ json: { $.ok: false } }", { json: { "$.ok": "false" } }, false],
    ["a value that is not there", "{ json: { $.ok: null } }", { json: {} }, false],
    ["one value of two", "{ json: { $.a: 1, $.b: 2 } }", { json: { "$.a": 1 } }, false],
    ["two values of two", "{ json: { $.a: 1, $.b: 2 } }", { json: { "$.a": 1, "$.b": 2 } }, true],
    [
      "a whole mapping, in any order",
      "{ json: { $.a: { x: 1, y: [2] } } }",
      { json: { "$.a": { y: [2], x: 1 } } },
      true,
    ],
    ["an exit code", "{ exit: 3 }", { exit: 3 }, true],
    ["another exit code", "{ exit: 3 }", { exit: 0 }, false],
    ["words that a person reads", "{ shows: not found }", { shows: "Page not found." }, true],
    ["other words", "{ shows: not found }", { shows: "Page found." }, false],
    ["no words", "{ shows: not found }", {}, false],
    ["no answer", "{ noAnswer: true }", { noAnswer: true }, true],
    ["an answer", "{ noAnswer: true }", { noAnswer: false }, false],
    ["nothing known of an answer", "{ noAnswer: true }", { status: 500 }, false],
    ["one key of two", "{ status: 400, code: busy }", { status: 400 }, false],
    ["two keys of two", "{ status: 400, code: busy }", { status: 400, codes: { "$.error": "busy" } }, true],
  ])("%s", (_, match, observation, holds) => {
    expect(errorOf("send", [`e: ${match}`], observation)).toBe(holds ? "e" : undefined);
  });

  it("a match that compares nothing matches nothing", () => {
    expect(errorOf("send", ["e: { at: order, json: {} }"], { status: 500 })).toBeUndefined();
  });

  it("of a list, one must", () => {
    const match = "e: [{ status: 404 }, { shows: gone }]";
    expect(errorOf("send", [match], { status: 404 })).toBe("e");
    expect(errorOf("send", [match], { shows: "It is gone" })).toBe("e");
    expect(errorOf("send", [match], { status: 410 })).toBeUndefined();
  });

  it("without a catalogue nothing is known", () => {
    expect(errorOf("send", [], { status: 404 })).toBeUndefined();
  });
});

describe("the one with most keys matching, `at` not counted", () => {
  const seen: Observation = {
    status: 400,
    codes: { "$.error": "busy" },
    json: { "$.a": 1, "$.b": 2 },
    exit: 1,
    shows: "x",
  };

  it.each([
    ["two before one", "{ status: 400, code: busy }", "{ status: 400 }"],
    ["two, one of them a class, before a number", "{ status: 4xx, code: busy }", "{ status: 400 }"],
    ["two anywhere before one at the request", "{ status: 400, code: busy }", "{ at: order, status: 400 }"],
    ["each path of `json` is a key", "{ json: { $.a: 1, $.b: 2 } }", "{ at: order, status: 400 }"],
    ["`exit` and `shows` are keys", "{ exit: 1, shows: x }", "{ at: order, status: 400 }"],
    [
      "a list counts with its closest row",
      "[{ status: 4xx }, { status: 400, code: busy }]",
      "{ at: order, status: 400 }",
    ],
    [
      "a list counts with its closest row, wherever that stands",
      "[{ status: 400, code: busy }, { status: 4xx }]",
      "{ at: order, status: 400 }",
    ],
    [
      "rows of a list that do not match do not count",
      "{ status: 400 }",
      "[{ status: 4xx }, { status: 400, code: late }]",
    ],
  ])("%s", (_, closer, other) => {
    expect(errorOf("send", [`closer: ${closer}`, `other: ${other}`], seen)).toBe("closer");
    expect(errorOf("send", [`other: ${other}`, `closer: ${closer}`], seen)).toBe("closer");
  });

  it("`in` says where the code stands and is no key of its own", () => {
    const row: Match = {
      at: ["shop"],
      status: 400,
      code: "busy",
      in: "$.error",
      json: { "$.a": 1, "$.b": 2 },
    };
    expect(countKeys(row)).toBe(4);
    expect(countKeys({ exit: 0, shows: "x", noAnswer: true })).toBe(3);
  });
});

describe("then one whose `at` is a request before a system before none", () => {
  it.each([
    ["a request before a system", "{ at: order, status: 4xx }", "{ at: shop, status: 400 }"],
    ["a request before none", "{ at: order, status: 4xx }", "{ status: 400 }"],
    ["a system before none", "{ at: shop, status: 4xx }", "{ status: 400 }"],
    [
      "a list that names the request before a system",
      "{ at: [bank, order], status: 4xx }",
      "{ at: shop, status: 400 }",
    ],
    [
      "a list that names both counts as the request",
      "{ at: [shop, order], status: 4xx }",
      "{ at: shop, status: 400 }",
    ],
  ])("%s", (_, closer, other) => {
    expect(errorOf("send", [`closer: ${closer}`, `other: ${other}`], { status: 400 })).toBe("closer");
    expect(errorOf("send", [`other: ${other}`, `closer: ${closer}`], { status: 400 })).toBe("closer");
  });
});

describe("then a number before a class", () => {
  it.each(["", "at: shop, ", "at: order, "])("where both have the same `at`: `%s`", (where) => {
    const number = `number: { ${where}status: 503 }`;
    const whole = `class: { ${where}status: 5xx }`;
    expect(errorOf("send", [number, whole], { status: 503 })).toBe("number");
    expect(errorOf("send", [whole, number], { status: 503 })).toBe("number");
    expect(errorOf("send", [number, whole], { status: 500 })).toBe("class");
  });

  it("of two that are equally close, the first", () => {
    expect(errorOf("send", ["b: { status: 503 }", "a: { status: 503 }"], { status: 503 })).toBe("b");
  });
});

it("a status is a number, or of a class", () => {
  expect([404, "4xx", "5xx", 400].map((expected) => statusMatches(expected, 404))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it.each<[unknown, unknown, boolean]>([
  [1, 1, true],
  [1, "1", false],
  [null, null, true],
  [null, {}, false],
  [{}, null, false],
  [0, null, false],
  [[], {}, false],
  [{}, [], false],
  [[1, 2], [1, 2], true],
  [[1, 2], [2, 1], false],
  [[1], [1, 2], false],
  [{ a: 1, b: { c: [2] } }, { b: { c: [2] }, a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: undefined }, { b: undefined }, false],
  [{ a: 1 }, "a", false],
  [{}, 5, false],
  [5, {}, false],
  [JSON.parse('{"__proto__": 1}'), {}, false],
  [{ constructor: Object }, {}, false],
])("as JSON, %j and %j are equal: %s", (a, b, equal) => {
  expect(jsonEquals(a, b)).toBe(equal);
});
