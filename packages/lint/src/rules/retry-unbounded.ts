import { setField } from "@runwright/core";
import { lastResort, ownOutcomes } from "../outcomes.js";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "retry-unbounded",
  group: "flow",
  summary: "A retry does not say what happens when the last try has failed",
  why: "Somebody who has tried three times, as the page says, and failed three times, tries a fourth time when the page says nothing more. Each try puts load on a system that is in trouble already.",
  sources: ["Timeouts, retries, and backoff with jitter (Amazon Builders' Library)"],
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  check({ linked, runbook, places, report }) {
    for (const outcome of ownOutcomes(linked)) {
      const at = outcome.retry === undefined || outcome.else ? undefined : places.ofKey(outcome, "retry");
      if (!at) continue;
      report({
        at,
        message: `Nothing says what happens when ${outcome.retry === 1 ? "the second try" : "the last try"} has failed too`,
        help: {
          yaml: "Add `else`, such as `else: { escalate: … }`",
          markdown: "Add `; else …` at its end, such as `; else escalate to [name](#id)`",
        },
        fix: { title: "Add `else`", edits: setField(places, outcome, "else", lastResort(runbook)) },
      });
    }
  },
  bad: [
    {
      title: "a retry without `else`",
      text: `procedures:
  - id: start
    title: Start
    steps:
      - id: press-button
        title: Press the button
        expect:
          see: The lamp is on
        onFailure:
          any:
            [|retry|]: 3
            delay: 10s
`,
      message: "Nothing says what happens when the last try has failed too",
      fixed: `procedures:
  - id: start
    title: Start
    steps:
      - id: press-button
        title: Press the button
        expect:
          see: The lamp is on
        onFailure:
          any:
            retry: 3
            delay: 10s
            else:
              stop: Say here why it cannot go on
`,
    },
    {
      title: "a repair does not make it certain that the next try works",
      text: `escalation: on-call
parties:
  - id: on-call
    name: On-call
procedures:
  - id: start
    title: Start
    steps:
      - id: press-button
        title: Press the button
        expect: { see: The lamp is on }
        onFailure: { any: { [|retry|]: 1, first: change-fuse } }
  - id: change-fuse
    title: Change the fuse
    steps: [{ id: take-out, title: Take out the old one }]
`,
      message: "Nothing says what happens when the second try has failed too",
      fixed: `escalation: on-call
parties:
  - id: on-call
    name: On-call
procedures:
  - id: start
    title: Start
    steps:
      - id: press-button
        title: Press the button
        expect: { see: The lamp is on }
        onFailure: { any: { retry: 1, first: change-fuse, else: { escalate: on-call } } }
  - id: change-fuse
    title: Change the fuse
    steps: [{ id: take-out, title: Take out the old one }]
`,
    },
    {
      title: "a row of the procedure",
      text: `procedures:
  - id: start
    title: Start
    onFailure:
      any: { [|retry|]: 2, delay: 1m }
    steps:
      - { id: press-button, title: Press the button, expect: { see: The lamp is on } }
`,
      message: "Nothing says what happens when the last try has failed too",
    },
    {
      title: "an error of the catalogue",
      text: `errors:
  - id: busy
    match: { status: 503 }
    then: { [|retry|]: 3, delay: 1m }
`,
      message: "Nothing says what happens when the last try has failed too",
    },
    {
      title: "a retry inside another answer",
      text: `procedures:
  - id: start
    title: Start
    steps:
      - { id: plug-in, title: Plug it in }
      - id: press-button
        title: Press the button
        expect: { see: The lamp is on }
        onFailure: { any: { goto: plug-in, max: 1, else: { [|retry|]: 2 } } }
`,
      message: "Nothing says what happens when the last try has failed too",
    },
  ],
  good: [
    {
      title: "a retry with a last resort",
      text: `procedures:
  - id: start
    title: Start
    steps:
      - id: press-button
        title: Press the button
        expect: { see: The lamp is on }
        onFailure: { any: { retry: 3, delay: 10s, else: { stop: It does not start } } }
`,
    },
    {
      title: "a last resort may be to go on without it",
      text: `procedures:
  - id: start
    title: Start
    steps:
      - id: press-button
        title: Press the button
        expect: { see: The lamp is on }
        onFailure: { any: { retry: 1, else: { continue: It works without the lamp } } }
`,
    },
    {
      title: "a last resort may be another retry that ends",
      text: `procedures:
  - id: start
    title: Start
    steps:
      - id: press-button
        title: Press the button
        expect: { see: The lamp is on }
        onFailure: { any: { retry: 2, delay: 10s, else: { retry: 2, delay: 5m, else: { stop: No } } } }
`,
    },
    {
      title: "for each item is a round of work, not a retry",
      text: `inputs: [{ id: hosts, label: Hosts, type: list }]
procedures:
  - id: patch-all
    title: Patch all
    onFailure: { any: { stop: Not all are patched } }
    steps: [{ id: patch, title: Patch each host, do: patch-host, each: hosts, as: host }]
  - id: patch-host
    title: Patch one host
    steps: [{ id: install, title: "Install it on {{host}}" }]
`,
    },
    {
      title: "to wait with a limit has its own end, which is the failure `timeout`",
      text: `procedures:
  - id: start
    title: Start
    onFailure: { any: { stop: It does not start } }
    steps:
      - id: look
        title: Look at the lamp
        wait: { every: 10s, atMost: 5m }
        expect: { see: The lamp is on }
`,
    },
  ],
});
