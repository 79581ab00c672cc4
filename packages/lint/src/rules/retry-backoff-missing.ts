import {
  failureAnswers,
  type Match,
  type Outcome,
  outcomesWithin,
  type Step,
  setField,
} from "@runwright/core";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "retry-backoff-missing",
  group: "flow",
  summary: "A request is sent again without a pause",
  why: "A server that is overloaded gets the same request again at once, from everybody who follows the page. What was a short fault becomes a long one.",
  sources: ["Timeouts, retries, and backoff with jitter (Amazon Builders' Library)"],
  severity: { recommended: "off", strict: "warning", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  check({ linked, steps, places, report }) {
    const answersOf = failureAnswers(linked);
    const hasty = new Set<Outcome>();
    for (const { step, procedure } of steps) {
      if (step.request === undefined || isPause(step.wait?.for)) continue;
      for (const { outcome, from } of answersOf(step, procedure))
        if (from !== "catalogue")
          for (const part of outcomesWithin(outcome)) if (isHasty(part)) hasty.add(part);
    }
    for (const { match, then } of linked.root.errors ?? [])
      if (then && match.some(isAnswer))
        for (const part of outcomesWithin(then)) if (isHasty(part)) hasty.add(part);
    for (const outcome of hasty) {
      const at = places.ofKey(outcome, "retry");
      if (!at) continue;
      report({
        at,
        message: outcome.delay
          ? `This \`retry\` sends the request again after \`${outcome.delay}\`, which is at once`
          : "This `retry` sends the request again at once",
        help: {
          yaml: "Add `delay`, such as `delay: 30s`, so that the server has time to recover",
          markdown: "Add `, 30s apart` behind how often it is tried, so that the server has time to recover",
        },
        fix: { title: "Add a `delay` of 30 seconds", edits: setField(places, outcome, "delay", "30s") },
      });
    }
  },
  bad: [
    {
      title: "an error of the catalogue",
      text: `errors:
  - id: busy
    match: { status: 503 }
    then: { [|retry|]: 3, else: { stop: It stays busy } }
`,
      message: "This `retry` sends the request again at once",
      fixed: `errors:
  - id: busy
    match: { status: 503 }
    then: { retry: 3, else: { stop: It stays busy }, delay: 30s }
`,
    },
    {
      title: "a row of a step with a request",
      text: `requests: [{ id: get-order, method: GET, url: "https://shop.example/orders/7" }]
procedures:
  - id: look
    title: Look
    steps:
      - id: read-order
        title: Read the order
        request: get-order
        onFailure:
          any:
            [|retry|]: 2
            else: { stop: No order }
`,
      message: "This `retry` sends the request again at once",
      fixed: `requests: [{ id: get-order, method: GET, url: "https://shop.example/orders/7" }]
procedures:
  - id: look
    title: Look
    steps:
      - id: read-order
        title: Read the order
        request: get-order
        onFailure:
          any:
            retry: 2
            else: { stop: No order }
            delay: 30s
`,
    },
    {
      title: "a row of the procedure",
      text: `requests: [{ id: get-order, method: GET, url: "https://shop.example/orders/7" }]
procedures:
  - id: look
    title: Look
    onFailure: { any: { [|retry|]: 2, else: { stop: No order } } }
    steps:
      - { id: read-order, title: Read the order, request: get-order }
`,
      message: "This `retry` sends the request again at once",
    },
    {
      title: "a pause of no length",
      text: `errors:
  - id: silent
    match: { noAnswer: true }
    then: { [|retry|]: 3, delay: 0s, else: { stop: It stays silent } }
`,
      message: "This `retry` sends the request again after `0s`, which is at once",
      fixed: `errors:
  - id: silent
    match: { noAnswer: true }
    then: { retry: 3, delay: 30s, else: { stop: It stays silent } }
`,
    },
    {
      title: "a retry inside another answer",
      text: `requests: [{ id: get-order, method: GET, url: "https://shop.example/orders/7" }]
procedures:
  - id: look
    title: Look
    steps:
      - id: read-order
        title: Read the order
        request: get-order
        onFailure: { any: { retry: 2, delay: 5s, else: { [|retry|]: 1, else: { stop: No order } } } }
`,
      message: "This `retry` sends the request again at once",
    },
  ],
  good: [
    {
      title: "a pause between the tries",
      text: `errors:
  - id: busy
    match: { status: 503 }
    then: { retry: 3, delay: 1m, else: { stop: It stays busy } }
`,
    },
    {
      title: "a repair between the tries takes its time",
      text: `errors:
  - id: token-expired
    match: { status: 401 }
    then: { retry: 1, first: sign-in, else: { stop: No token } }
procedures:
  - id: sign-in
    title: Sign in
    steps: [{ id: type-name, title: Type your name }]
`,
    },
    {
      title: "a command on this computer",
      text: `procedures:
  - id: clean
    title: Clean
    steps:
      - id: remove-lock
        title: Remove the lock
        command: { shell: sh, run: rm lock, effect: changes, repeatable: true }
        onFailure: { any: { retry: 1, else: { stop: The lock stays } } }
`,
    },
    {
      title: "a person is slow enough",
      text: `procedures:
  - id: call
    title: Call
    steps:
      - id: dial
        title: Dial the number
        expect: { see: Somebody answers }
        onFailure: { any: { retry: 2, else: { stop: Nobody answers } } }
`,
    },
    {
      title: "the step waits before each try",
      text: `requests: [{ id: get-order, method: GET, url: "https://shop.example/orders/7" }]
procedures:
  - id: look
    title: Look
    steps:
      - id: read-order
        title: Read the order
        request: get-order
        wait: { for: 1m }
        onFailure: { any: { retry: 2, else: { stop: No order } } }
`,
    },
    {
      title: "a row of the procedure that no request comes to",
      text: `requests: [{ id: get-order, method: GET, url: "https://shop.example/orders/7" }]
procedures:
  - id: look
    title: Look
    onFailure: { any: { retry: 2, else: { stop: No } } }
    steps:
      - { id: dial, title: Dial the number, expect: { see: Somebody answers } }
      - { id: read-order, title: Read the order, request: get-order, onFailure: { any: { stop: No order } } }
`,
    },
    {
      title: "an error of a command, or one that a person sees",
      text: `errors:
  - id: locked
    match: [{ exit: 75 }, { shows: Somebody else is editing }]
    then: { retry: 2, else: { stop: It stays locked } }
`,
    },
    {
      title: "an error in the address of a page to which a person came back",
      text: `errors:
  - id: not-agreed
    match: { code: access_denied, in: redirect }
    then: { retry: 1, else: { stop: They do not agree } }
`,
    },
    {
      title:
        "a step that may not be done twice does not take the retry of the catalogue, but the last resort",
      text: `requests: [{ id: pay, method: POST, url: "https://bank.example", effect: changes, repeatable: false }]
errors:
  - id: busy
    match: { status: 503 }
    then: { retry: 3, delay: 1m, else: { stop: It stays busy } }
procedures:
  - id: send
    title: Send
    onFailure: { any: { stop: It was not sent } }
    steps: [{ id: send-payment, title: Send the payment, request: pay }]
`,
    },
    {
      title: "a way back to an earlier step is another rule's",
      text: `requests: [{ id: get-order, method: GET, url: "https://shop.example/orders/7" }]
procedures:
  - id: look
    title: Look
    steps:
      - { id: dial, title: Dial the number }
      - id: read-order
        title: Read the order
        request: get-order
        onFailure: { any: { goto: dial, max: 1, else: { stop: No order } } }
`,
    },
  ],
});

function isHasty({ retry, first, delay }: Outcome): boolean {
  return retry !== undefined && first === undefined && !isPause(delay);
}

/** The shortest pause that can be written is a second, apart from none. */
function isPause(duration: NonNullable<Step["wait"]>["for"]): boolean {
  return duration !== undefined && /[1-9]/.test(duration);
}

/** Whether a row is about the answer to a request, which nobody waits for but the server. */
function isAnswer({ status, code, in: where, noAnswer }: Match): boolean {
  return (status ?? noAnswer) !== undefined || (code !== undefined && where !== "redirect");
}
