import { describe, expect, it } from "vitest";
import {
  effectOf,
  isRepeatable,
  type Linked,
  requestEffect,
  requestOf,
  type Step,
  systemOf,
} from "../src/index.js";
import { linkedOf } from "./play.js";

/** The only step of a runbook with these requests. */
function stepOf(step: string): { step: Step; linked: Linked } {
  const linked = linkedOf(`
    systems: [{ id: shop, name: Shop, endpoints: { web: "https://shop.example" } }]
    inputs: [{ id: tenant, label: Tenant, type: text }]
    requests:
      - { id: page, title: Page, method: GET, url: "{{shop.web}}/{{tenant}}" }
      - { id: probe, title: Probe, method: HEAD, url: "https://other.example/{{tenant}}" }
      - { id: order, title: Order, method: POST, url: "{{shop.web}}/orders", effect: changes }
      - { id: search, title: Search, method: POST, url: "{{shop.web}}/search", effect: reads }
      - { id: wipe, title: Wipe, method: DELETE, url: "{{shop.web}}", effect: destroys, repeatable: true }
      - { id: log, title: Log, method: GET, url: "{{shop.web}}/log", effect: changes }
    procedures:
      - id: main
        steps:
          - { id: s, ${step} }
      - { id: other, steps: [{ id: t }] }
  `);
  return { step: linked.procedures[0]?.steps[0] ?? expect.fail(), linked };
}

describe("a step", () => {
  it.each([
    ["that a person does reads", "text: Look", "reads", undefined],
    [
      "that a person does may say that it changes",
      "effect: changes, undo: { text: Back }",
      "changes",
      undefined,
    ],
    ["that a person does may destroy", "effect: destroys, undo: { text: Back }", "destroys", undefined],
    [
      "with a command has the command's effect",
      "command: { shell: sh, run: x, effect: changes }",
      "changes",
      false,
    ],
    ["that runs what reads can run it again", "command: { shell: sh, run: x, effect: reads }", "reads", true],
    [
      "may say that its command can run again",
      "command: { shell: sh, run: x, effect: changes, repeatable: true }",
      "changes",
      true,
    ],
    [
      "may say that reading twice does harm",
      "command: { shell: sh, run: x, effect: reads, repeatable: false }",
      "reads",
      false,
    ],
    ["that sends GET reads", "request: page", "reads", true],
    ["that sends HEAD reads", "request: probe", "reads", true],
    ["that sends POST has the request's effect", "request: order", "changes", false],
    ["that sends POST may read", "request: search", "reads", true],
    ["that sends DELETE may be harmless twice", "request: wipe, undo: { text: Back }", "destroys", true],
    ["that sends GET may change", "request: log", "changes", false],
    ["that opens a request has its effect", "open: page", "reads", true],
    ["that opens an address reads", 'open: "https://x.example"', "reads", undefined],
    [
      "that opens an address may say that it changes",
      'open: "https://x.example", effect: changes',
      "changes",
      undefined,
    ],
    ["that does a procedure reads itself", "do: other", "reads", undefined],
  ])("%s", (_, text, effect, repeatable) => {
    const { step, linked } = stepOf(text);
    expect([effectOf(step, linked), isRepeatable(step, linked)]).toEqual([effect, repeatable]);
  });
});

describe("the effect of a request", () => {
  it.each(["POST", "PUT", "PATCH", "DELETE"] as const)(
    "is a change where nothing is said of %s",
    (method) => {
      expect(requestEffect({ id: "r", title: "R", method, url: "https://x.example" })).toBe("changes");
    },
  );
});

describe("the system that a step touches", () => {
  it.each([
    ["is where its command runs", "command: { shell: sh, run: x, effect: reads, at: shop }", "shop"],
    [
      "is unknown for a command that does not say",
      "command: { shell: sh, run: x, effect: reads }",
      undefined,
    ],
    ["is the one whose endpoint the request addresses", "request: order", "shop"],
    ["is not an input in the address", "request: probe", undefined],
    ["is the one whose request is opened", "open: page", "shop"],
    ["is the one whose address is opened", 'open: "{{shop.web}}/help"', "shop"],
    ["is unknown for a plain address", 'open: "https://x.example"', undefined],
    ["is none where a person looks", "text: Look", undefined],
  ])("%s", (_, text, system) => {
    const { step, linked } = stepOf(text);
    expect(systemOf(step, linked)).toBe(system);
  });
});

describe("the request of a step", () => {
  it.each([
    ["that it sends", "request: page", "page"],
    ["that it opens", "open: page", "page"],
    ["is none for an address", 'open: "https://x.example"', undefined],
    ["is none for a command", "command: { shell: sh, run: x, effect: reads }", undefined],
  ])("%s", (_, text, id) => {
    const { step, linked } = stepOf(text);
    expect(requestOf(step, linked)?.id).toBe(id);
  });
});
