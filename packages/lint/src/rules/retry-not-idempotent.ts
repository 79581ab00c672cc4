import {
  effectOf,
  failureAnswers,
  type Linked,
  type Outcome,
  outcomesWithin,
  type Request,
  requestOf,
  type Step,
} from "@runwright/core";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "retry-not-idempotent",
  group: "flow",
  summary: "A step is done again that may have worked the first time",
  why: "An answer that got lost looks like a request that failed. Whoever sends it again pays twice, orders twice or writes to each customer twice.",
  sources: ["RFC 9110, section 9.2.2", "RFC 6749, section 4.1.2"],
  severity: { recommended: "warning", strict: "error", migrate: "off" },
  confidence: "medium",
  check({ linked, steps, places, report }) {
    const answersOf = failureAnswers(linked);
    const found = new Map<Outcome, { step: Step; reason: string }[]>();
    for (const { step, procedure } of steps) {
      const reason = whyNotTwice(step, linked);
      if (reason === undefined) continue;
      for (const { outcome, from } of answersOf(step, procedure)) {
        // Of the catalogue, such a step takes the last resort at once.
        if (from === "catalogue") continue;
        for (const part of outcomesWithin(outcome)) {
          if (!isAgain(part, step)) continue;
          const known = found.get(part);
          if (known) known.push({ step, reason });
          else found.set(part, [{ step, reason }]);
        }
      }
    }
    for (const [outcome, [first, ...others]] of found) {
      const verb = outcome.retry === undefined ? "goto" : "retry";
      const at = places.ofKey(outcome, verb);
      if (!at || !first) continue;
      report({
        at,
        message: `This \`${verb}\` does \`${first.step.id}\` again, and ${first.reason}`,
        help: {
          yaml: "Look first whether it was done, with `first` and a procedure that looks; or say `repeatable: true` where twice does no harm",
          markdown:
            "Look first whether it was done, with `do [procedure](#id), then try again`; or say that it is `repeatable` where twice does no harm",
        },
        related: [first, ...others.slice(0, 2)].map(({ step }) => ({
          at: [step, "id"],
          message: "done again",
        })),
      });
    }
  },
  bad: [
    {
      title: "a payment that is sent again",
      text: `requests: [{ id: refund, method: POST, url: "https://bank.example/refunds", effect: changes }]
procedures:
  - id: pay-back
    title: Pay back
    steps:
      - id: send-refund
        title: Send the refund
        request: refund
        onFailure: { any: { [|retry|]: 3, delay: 30s, else: { stop: It was not sent } } }
`,
      message: "This `retry` does `send-refund` again, and `refund` is a POST that does not say `repeatable`",
    },
    {
      title: "a request that says that it may not be sent twice",
      text: `requests: [{ id: refund, method: PUT, url: "https://bank.example/refunds", effect: changes, repeatable: false }]
procedures:
  - id: pay-back
    title: Pay back
    steps:
      - id: send-refund
        title: Send the refund
        request: refund
        onFailure: { timeout: { stop: No }, any: { [|retry|]: 1, delay: 30s, else: { stop: It was not sent } } }
`,
      message: "This `retry` does `send-refund` again, and `refund` is not repeatable",
    },
    {
      title: "an authorization code works once",
      text: `secrets: [{ id: auth-code, label: Code, kind: authorization-code }]
requests:
  - id: exchange-code
    method: POST
    url: https://login.example/token
    form: { grant_type: authorization_code, code: "{{auth-code}}" }
    effect: reads
procedures:
  - id: connect
    title: Connect
    steps:
      - id: send-code
        title: Send the code
        request: exchange-code
        onFailure: { any: { [|retry|]: 2, delay: 10s, else: { stop: No token } } }
`,
      message: "This `retry` does `send-code` again, and an authorization code works once",
    },
    {
      title: "a command that changes something",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: migrate
        title: Run the migration
        command: { shell: sh, run: ./migrate, effect: changes }
        onFailure: { any: { [|retry|]: 1, else: { stop: It was not migrated } } }
`,
      message:
        "This `retry` does `migrate` again, and its command changes something and does not say `repeatable`",
    },
    {
      title: "a row of the procedure",
      text: `requests: [{ id: refund, method: POST, url: "https://bank.example/refunds", effect: changes }]
procedures:
  - id: pay-back
    title: Pay back
    onFailure: { any: { [|retry|]: 3, delay: 30s, else: { stop: It was not sent } } }
    steps:
      - { id: look-up, title: Look up the order, expect: { see: It is paid } }
      - { id: send-refund, title: Send the refund, request: refund }
`,
      message: "This `retry` does `send-refund` again, and `refund` is a POST that does not say `repeatable`",
    },
    {
      title: "a way back to the step itself",
      text: `requests: [{ id: refund, method: POST, url: "https://bank.example/refunds", effect: changes }]
procedures:
  - id: pay-back
    title: Pay back
    steps:
      - id: send-refund
        title: Send the refund
        request: refund
        onFailure: { any: { [|goto|]: send-refund, max: 2, else: { stop: It was not sent } } }
`,
      message: "This `goto` does `send-refund` again, and `refund` is a POST that does not say `repeatable`",
    },
  ],
  good: [
    {
      title: "the request says that twice does no harm",
      text: `requests: [{ id: refund, method: POST, url: "https://bank.example/refunds/7", effect: changes, repeatable: true }]
procedures:
  - id: pay-back
    title: Pay back
    steps:
      - id: send-refund
        title: Send the refund
        request: refund
        onFailure: { any: { retry: 3, delay: 30s, else: { stop: It was not sent } } }
`,
    },
    {
      title: "a key in the header lets the server see that it is the same request",
      text: `inputs: [{ id: order, label: Order }]
requests:
  - id: refund
    method: POST
    url: https://bank.example/refunds
    headers: { idempotency-key: "{{order}}" }
    effect: changes
procedures:
  - id: pay-back
    title: Pay back
    steps:
      - id: send-refund
        title: Send the refund
        request: refund
        onFailure: { any: { retry: 3, delay: 30s, else: { stop: It was not sent } } }
`,
    },
    {
      title: "a client asks for a token of its own as often as it likes",
      text: `requests:
  - id: ask-token
    method: POST
    url: https://login.example/token
    form: { grant_type: client_credentials }
    effect: changes
procedures:
  - id: sign-in
    title: Sign in
    steps:
      - id: get-token
        title: Get a token
        request: ask-token
        onFailure: { any: { retry: 3, delay: 30s, else: { stop: No token } } }
`,
    },
    {
      title: "a request that only reads, though it is a POST",
      text: `requests: [{ id: search, method: POST, url: "https://shop.example/search", effect: reads }]
procedures:
  - id: look
    title: Look
    steps:
      - id: find
        title: Find the order
        request: search
        onFailure: { any: { retry: 3, delay: 30s, else: { stop: Not found } } }
`,
    },
    {
      title: "PUT and DELETE mean the same twice, unless the request says otherwise",
      text: `requests: [{ id: put-card, method: PUT, url: "https://crm.example/card", effect: changes }]
procedures:
  - id: write
    title: Write
    steps:
      - id: send-card
        title: Send the card
        request: put-card
        onFailure: { any: { retry: 3, delay: 30s, else: { stop: Not written } } }
`,
    },
    {
      title: "a procedure looks first whether it was done",
      text: `requests: [{ id: refund, method: POST, url: "https://bank.example/refunds", effect: changes }]
procedures:
  - id: pay-back
    title: Pay back
    steps:
      - id: send-refund
        title: Send the refund
        request: refund
        onFailure: { any: { retry: 1, first: look-for-refund, else: { stop: It was not sent } } }
  - id: look-for-refund
    title: Look for the refund
    steps:
      - id: open-list
        title: Open the list of refunds
        expect: { see: It is not in the list }
        onFailure: { any: { stop: It was sent } }
`,
    },
    {
      title: "of the catalogue, a step that may not be done twice takes the last resort",
      text: `requests: [{ id: refund, method: POST, url: "https://bank.example/refunds", effect: changes, repeatable: false }]
errors:
  - id: busy
    match: { status: 503 }
    then: { retry: 3, delay: 1m, else: { stop: It stays busy } }
procedures:
  - id: pay-back
    title: Pay back
    onFailure: { any: { stop: It was not sent } }
    steps: [{ id: send-refund, title: Send the refund, request: refund }]
`,
    },
    {
      title: "a code that does not exist is sent to try the client secret, and the request says so",
      text: `requests:
  - id: try-secret
    method: POST
    url: https://login.example/token
    form: { grant_type: authorization_code, code: no-such-code }
    effect: reads
    repeatable: true
procedures:
  - id: check
    title: Check
    steps:
      - id: send-code
        title: Try the secret
        request: try-secret
        onFailure: { any: { retry: 2, delay: 10s, else: { stop: The secret is wrong } } }
`,
    },
    {
      title: "a new sign-in brings a new code before the next try",
      text: `requests:
  - id: exchange-code
    method: POST
    url: https://login.example/token
    form: { grant_type: authorization_code }
    effect: changes
procedures:
  - id: connect
    title: Connect
    steps:
      - id: send-code
        title: Send the code
        request: exchange-code
        onFailure: { any: { retry: 1, first: sign-in, else: { stop: No token } } }
  - id: sign-in
    title: Sign in
    steps: [{ id: type-name, title: Type your name }]
`,
    },
    {
      title: "a person sees what they did",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: press-deploy
        title: Press **Deploy**
        effect: changes
        expect: { see: The new version runs }
        onFailure: { any: { retry: 1, else: { stop: It does not run } } }
`,
    },
    {
      title: "a row of the procedure that this step does not come to",
      text: `requests: [{ id: refund, method: POST, url: "https://bank.example/refunds", effect: changes }]
procedures:
  - id: pay-back
    title: Pay back
    onFailure: { any: { retry: 3, delay: 30s, else: { stop: No } } }
    steps:
      - { id: look-up, title: Look up the order, expect: { see: It is paid } }
      - { id: send-refund, title: Send the refund, request: refund, onFailure: { any: { stop: It was not sent } } }
`,
    },
  ],
});

function isAgain({ retry, first, goto }: Outcome, step: Step): boolean {
  return (retry !== undefined && first === undefined) || goto === step.id;
}

/** Why doing a step twice may do harm, as the end of a sentence; undefined where it does none or nobody can tell. */
function whyNotTwice(step: Step, linked: Linked): string | undefined {
  const { command } = step;
  if (command) {
    if (command.repeatable === false) return "its command is not repeatable";
    const isHarmless = command.repeatable === true || effectOf(step, linked) === "reads";
    return isHarmless ? undefined : "its command changes something and does not say `repeatable`";
  }
  const request = step.request === undefined ? undefined : requestOf(step, linked);
  return request && whyNotSentTwice(request, step, linked);
}

function whyNotSentTwice(request: Request, step: Step, linked: Linked): string | undefined {
  const { id, method, repeatable, form, headers } = request;
  if (repeatable === false) return `\`${id}\` is not repeatable`;
  const hasKey = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === "idempotency-key");
  if (repeatable === true || hasKey) return undefined;
  const grant = step.with?.grant_type ?? form?.grant_type;
  if (grant === "authorization_code") return "an authorization code works once";
  if (grant === "client_credentials" || effectOf(step, linked) === "reads") return undefined;
  return method === "POST" || method === "PATCH"
    ? `\`${id}\` is a ${method} that does not say \`repeatable\``
    : undefined;
}
