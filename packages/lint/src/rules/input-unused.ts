import { type Input, type Linked, walk } from "@runwright/core";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "input-unused",
  group: "structure",
  summary: "An input is asked for and never used",
  why: "The reader looks for a value, perhaps for minutes and under stress, that nothing needs. Often it is what is left of a step that was removed, or a `{{name}}` was meant and a fixed value stands there.",
  severity: { recommended: "warning", strict: "error", migrate: "off" },
  confidence: "high",
  check({ linked, runbook, report }) {
    // What a fragment offers may be used by runbooks that are not looked at here.
    const used = new Set(
      linked.references.flatMap(({ entry, owner }) =>
        entry?.kind === "input" && entry.value !== owner ? entry.id : [],
      ),
    );
    const unused = (runbook?.inputs ?? []).filter(({ id }) => !used.has(id));
    if (unused.length === 0) return;
    const text = unused.length > maxSearched ? "" : textOf(linked);
    for (const input of unused) {
      if (mentions(text, input)) continue;
      report({
        at: [input, "id"],
        message: `The input \`${input.id}\` is never used`,
        help: `Write \`{{${input.id}}}\` where the value belongs, or remove the input`,
      });
    }
  },
  bad: [
    {
      title: "an input that nothing names",
      text: `inputs:
  - id: [|tenant|]
    label: Tenant
`,
      message: "The input `tenant` is never used",
    },
    {
      title: "one of two",
      text: `inputs:
  - { id: tenant, label: Tenant }
  - { id: [|region|], label: Region }
requests:
  - { id: list, method: GET, url: "https://crm.example/{{tenant}}" }
`,
      message: "The input `region` is never used",
    },
    {
      title: "a variable of the shell with the same name is another thing",
      text: `inputs: [{ id: [|pod|], label: Name of the pod }]
procedures:
  - id: check
    title: Check
    onFailure: { any: { stop: Failed } }
    steps: [{ id: look, title: Look, command: { shell: bash, run: 'kubectl get pod "$POD"', effect: reads } }]
`,
      message: "The input `pod` is never used",
    },
    {
      title: "blanks in the braces make plain text of it",
      text: `inputs: [{ id: [|tenant|], label: Name of the customer }]
requests: [{ id: list, method: GET, url: "https://crm.example/{{ tenant }}" }]
`,
      message: "The input `tenant` is never used",
    },
    {
      title: "its own help does not use it",
      text: `inputs:
  - { id: [|tenant|], label: Tenant, help: "Write {{tenant}} as the CRM shows it." }
`,
      message: "The input `tenant` is never used",
    },
  ],
  good: [
    {
      title: "in the address of a request",
      text: `inputs: [{ id: tenant, label: Tenant }]
requests: [{ id: list, method: GET, url: "https://crm.example/{{tenant}}" }]
`,
    },
    {
      title: "a step asks for it: it is written down for later",
      text: `inputs: [{ id: ticket, label: Ticket }]
procedures:
  - { id: check, title: Check, steps: [{ id: note, title: Write it down, ask: [ticket] }] }
`,
    },
    {
      title: "a list that a step goes through",
      text: `inputs: [{ id: hosts, label: Hosts, type: list }]
procedures:
  - id: all
    title: All
    onFailure: { any: { stop: Failed } }
    steps: [{ id: each-host, title: Each, do: restart, each: hosts, as: host }]
  - { id: restart, title: Restart, steps: [{ id: press, title: Press, text: "Restart {{host}}." }] }
`,
    },
    {
      title: "a condition looks at it",
      text: `inputs: [{ id: region, label: Region, type: select, options: [eu, us] }]
procedures:
  - { id: check, title: Check, steps: [{ id: look, title: Look, onlyIf: { value: region, is: eu } }] }
`,
    },
    {
      title: "a typed confirmation",
      text: `inputs: [{ id: cluster, label: Cluster }]
procedures:
  - id: check
    title: Check
    onFailure: { any: { stop: Failed } }
    steps: [{ id: look, title: Look, confirm: { type: "{{cluster}}" } }]
`,
    },
    {
      title: "prose tells the reader by its label what to do with it",
      text: `inputs: [{ id: client-id, label: Client ID }]
procedures:
  - { id: check, title: Check, steps: [{ id: look, title: Look, text: Type the client ID into the first field. }] }
`,
    },
    {
      title: "prose links to it",
      text: `inputs: [{ id: tenant, label: The customer's short name }]
procedures:
  - { id: check, title: Check, steps: [{ id: look, title: Look, text: "Type [it](#tenant)." }] }
`,
    },
    {
      title: "a fragment offers it to its runbooks",
      text: "runwright: 1\nkind: fragment\nid: shared\ninputs: [{ id: tenant, label: Tenant }]\n",
      whole: true,
      path: "shared.fragment.yaml",
    },
    {
      title: "an input of a fragment that this runbook does not need",
      text: "uses: [shared.fragment.yaml]\n",
      files: {
        "shared.fragment.yaml":
          "runwright: 1\nkind: fragment\nid: shared\ninputs: [{ id: tenant, label: Tenant }]\n",
      },
    },
    {
      title: "an OAuth client's identifier",
      text: `profile: oauth2
inputs: [{ id: client-id, label: Identifier }]
clients: [{ id: app, clientId: "{{client-id}}" }]
`,
    },
  ],
});

/** With more of them unused, nobody is served by a search of the whole prose for each. */
const maxSearched = 200;

/** All words of the runbook but those of its inputs, in lower case. */
function textOf({ root }: Linked): string {
  const texts: string[] = [];
  walk(root, ({ value, trail }) => {
    if (typeof value === "string" && !trail.some(({ type }) => type.entry === "input")) texts.push(value);
  });
  return texts.join("\n").toLowerCase();
}

/** A person who reads "the client ID" or presses a link to it uses the input as well as a template does. */
function mentions(text: string, { id, label }: Input): boolean {
  return text.includes(label.toLowerCase()) || text.includes(`(#${id})`);
}
