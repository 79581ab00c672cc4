import { effectOf, type Linked, type Step, systemOf } from "@runwright/core";
import { namesTarget } from "../command/target.js";
import { type StepMoves, stepMoves } from "../moves.js";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "target-unverified",
  group: "flow",
  summary: "A step destroys something, and no step before it proves where that happens",
  why: "GitLab's database was deleted in 2017 by a command that was right, on the wrong one of two servers whose names differ by one digit. A step before it that reads the server's name costs ten seconds.",
  sources: ["Postmortem of database outage of January 31 (GitLab, 2017)"],
  severity: { recommended: "warning", strict: "error", migrate: "off" },
  confidence: "medium",
  needs: "shell",
  check({ steps, linked, parseShell, report }) {
    const destroying = steps.filter(
      ({ step }) =>
        effectOf(step, linked) === "destroys" && !(step.command && namesTarget(step.command, parseShell)),
    );
    if (destroying.length === 0) return;
    const flow = new Flow(linked);
    for (const { step } of destroying) {
      const system = systemOf(step, linked);
      if (!flow.reachedWithoutProof(system).has(step.id)) continue;
      report({
        at: [step, "id"],
        message: `Step \`${step.id}\` destroys something${system === undefined ? "" : ` on \`${system}\``}, and no step before it proves where it is`,
        help: `Add a step before it that reads ${system === undefined ? "the name of the place" : `from \`${system}\``} and says what to \`expect\`${step.command ? ", or name the target in the command" : ""}`,
      });
    }
  },
  bad: [
    {
      title: "the first command of all destroys",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|remove-data|]
        title: Remove the data
        command: { shell: bash, run: rm -rf /var/lib/postgresql/16/main, at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
      message: "Step `remove-data` destroys something on `db`, and no step before it proves where it is",
    },
    {
      title: "another system was looked at",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: see-web
        title: See which server this is
        command: { shell: bash, run: hostname, at: web, effect: reads }
        expect: { output: { is: web1 } }
      - id: [|remove-data|]
        title: Remove the data
        command: { shell: bash, run: rm -rf /var/lib/postgresql/16/main, at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
      message: "Step `remove-data` destroys something on `db`, and no step before it proves where it is",
    },
    {
      title: "the look can be skipped",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: see-host
        title: See which server this is
        onlyIf: You are not sure
        command: { shell: bash, run: hostname, at: db, effect: reads }
        expect: { output: { is: db2 } }
      - id: [|remove-data|]
        title: Remove the data
        command: { shell: bash, run: rm -rf /var/lib/postgresql/16/main, at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
      message: "Step `remove-data` destroys something on `db`, and no step before it proves where it is",
    },
    {
      title: "a look that failed, and the run goes on",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: see-host
        title: See which server this is
        command: { shell: bash, run: hostname, at: db, effect: reads }
        expect: { output: { is: db2 } }
        onFailure: { any: { continue: It is the usual one } }
      - id: [|remove-data|]
        title: Remove the data
        command: { shell: bash, run: rm -rf /var/lib/postgresql/16/main, at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
      message: "Step `remove-data` destroys something on `db`, and no step before it proves where it is",
    },
    {
      title: "one of two ways comes by the look",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: question
        title: Is it urgent?
        choose:
          - { when: It is urgent, then: { goto: remove-data } }
        otherwise: { goto: see-host }
      - id: see-host
        title: See which server this is
        command: { shell: bash, run: hostname, at: db, effect: reads }
        expect: { output: { is: db2 } }
      - id: [|remove-data|]
        title: Remove the data
        command: { shell: bash, run: rm -rf /var/lib/postgresql/16/main, at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
      message: "Step `remove-data` destroys something on `db`, and no step before it proves where it is",
    },
    {
      title: "a reader may also begin at the second procedure",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: see-host
        title: See which server this is
        command: { shell: bash, run: hostname, at: db, effect: reads }
        expect: { output: { is: db2 } }
      - id: call
        title: Remove the old data
        do: remove
  - id: remove
    title: Remove
    useWhen: The disk is full.
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|remove-data|]
        title: Remove the data
        command: { shell: bash, run: rm -rf /var/lib/postgresql/16/main, at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
      message: "Step `remove-data` destroys something on `db`, and no step before it proves where it is",
    },
    {
      title: "a person acts on something that nobody has looked at",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|power-off|]
        title: Switch the power off
        effect: destroys
        confirm: { agree: Nobody works on it }
        undo: { text: Switch it on }
`,
      message: "Step `power-off` destroys something, and no step before it proves where it is",
    },
  ],
  good: [
    {
      title: "the server's name was read before",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: see-host
        title: See which server this is
        command: { shell: bash, run: hostname, at: db, effect: reads }
        expect: { output: { is: db2 } }
      - id: remove-data
        title: Remove the data
        command: { shell: bash, run: rm -rf /var/lib/postgresql/16/main, at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
    },
    {
      title: "the command names its target: `--context`",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: remove-data
        title: Remove the data
        command: { shell: bash, run: kubectl --context shop delete pod app-0, at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
    },
    {
      title: "`-n` of `kubectl` names a namespace",
      text: `inputs: [{ id: namespace, label: Namespace }]
systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: remove-data
        title: Remove the data
        command: { shell: bash, run: "kubectl -n {{namespace}} delete pod app-0", at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
    },
    {
      title: "`ssh` names the host",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: remove-data
        title: Remove the data
        command: { shell: bash, run: ssh db2 sudo rm -rf /var/lib/postgresql/16/main, at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
    },
    {
      title: "an argument of SQL names the host",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: remove-data
        title: Remove the data
        command: { shell: sql, run: DROP TABLE old_orders;, at: db, effect: destroys, args: [--host=db2, --dbname=shop] }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
    },
    {
      title: "PowerShell names the computer",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: remove-data
        title: Remove the data
        command: { shell: powershell, run: Stop-Service -Name app -ComputerName db2, at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
    },
    {
      title: "a request that reads the same system proves it",
      text: `systems: [{ id: keys, name: Keys, endpoints: { api: "https://keys.acorn.example" } }]
requests:
  - { id: read, method: GET, url: "{{keys.api}}/old" }
  - { id: delete, method: DELETE, url: "{{keys.api}}/old", effect: destroys }
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: read-key
        title: Read the key
        request: read
      - id: delete-key
        title: Delete the key
        request: delete
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
    },
    {
      title: "the look is in a procedure that was called before",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: call
        title: See where you are
        do: see
      - id: remove-data
        title: Remove the data
        command: { shell: bash, run: rm -rf /var/lib/postgresql/16/main, at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
  - id: see
    title: See where you are
    onFailure: { any: { stop: You are somewhere else } }
    steps:
      - id: see-host
        title: See which server this is
        command: { shell: bash, run: hostname, at: db, effect: reads }
        expect: { output: { is: db2 } }
`,
    },
    {
      title: "the look is in the procedure that calls",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: see-host
        title: See which server this is
        command: { shell: bash, run: hostname, at: db, effect: reads }
        expect: { output: { is: db2 } }
      - id: call
        title: Remove the old data
        do: remove
  - id: remove
    title: Remove
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: remove-data
        title: Remove the data
        command: { shell: bash, run: rm -rf /var/lib/postgresql/16/main, at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
    },
    {
      title: "both ways come by a look",
      text: `systems: [{ id: db, name: Database }, { id: web, name: Web server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: question
        title: Is it urgent?
        choose:
          - { when: It is urgent, then: { goto: see-quickly } }
        otherwise: { goto: see-host }
      - id: see-host
        title: See which server this is
        command: { shell: bash, run: hostname, at: db, effect: reads }
        expect: { output: { is: db2 } }
        next: { goto: remove-data }
      - id: see-quickly
        title: See which server this is
        command: { shell: bash, run: hostname, at: db, effect: reads }
      - id: remove-data
        title: Remove the data
        command: { shell: bash, run: rm -rf /var/lib/postgresql/16/main, at: db, effect: destroys }
        confirm: { type: db2 }
        undo: { none: It was copied before }
`,
    },
    {
      title: "a person looks at the label before they act",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: read-label
        title: Look at the label of the server
        expect: { see: The label says db2 }
      - id: power-off
        title: Switch the power off
        effect: destroys
        confirm: { type: db2 }
        undo: { text: Switch it on }
`,
    },
  ],
});

/** Where a run can go, for the question whether it can come to a step without having passed a proof. */
class Flow {
  private readonly steps: ReadonlyMap<string, StepMoves>;
  /** Of each procedure, its first step. */
  private readonly first: ReadonlyMap<string, string>;
  private readonly entries: readonly string[];
  private readonly answers = new Map<string | undefined, ReadonlySet<string>>();
  private unproved: ReadonlySet<string> | undefined;

  constructor(private readonly linked: Linked) {
    this.steps = stepMoves(linked);
    this.first = new Map(
      linked.procedures.flatMap(({ id, steps }) => (steps[0] ? [[id, steps[0].id] as const] : [])),
    );
    this.entries = entriesOf(linked, [...this.steps.values()]);
  }

  /** Ids of the steps to which at least one way leads on which nobody has looked at the system. */
  reachedWithoutProof(system: string | undefined): ReadonlySet<string> {
    const known = this.answers.get(system);
    if (known) return known;
    const proofs = new Set([...this.steps.values()].filter(({ step }) => isProof(step, system, this.linked)));
    // Systems at which nobody looks have one answer in common; there can be thousands.
    const reached = (proofs.size === 0 && this.unproved) || this.reachPast(proofs);
    if (proofs.size === 0) this.unproved = reached;
    this.answers.set(system, reached);
    return reached;
  }

  private reachPast(proofs: ReadonlySet<StepMoves>): ReadonlySet<string> {
    const calling = new Map<string, boolean>();
    return this.reach(this.entries, (entry) => [...this.goesOn(entry, proofs, calling), ...entry.calls]);
  }

  private reach(from: readonly string[], next: (entry: StepMoves) => readonly string[]): ReadonlySet<string> {
    // A set may grow while it is gone through.
    const seen = new Set(from);
    for (const id of seen) {
      const first = this.first.get(id);
      if (first !== undefined) seen.add(first);
      const entry = this.steps.get(id);
      for (const other of entry ? next(entry) : []) seen.add(other);
    }
    return seen;
  }

  /** Where a run can go from a step with nothing proved; after a proof that worked, nowhere. */
  private goesOn(
    entry: StepMoves,
    proofs: ReadonlySet<StepMoves>,
    calling: Map<string, boolean>,
  ): readonly string[] {
    const { step, moves } = entry;
    // A list may be empty, and then nothing was called.
    const called = step.each ? [] : (step.do ?? []);
    const proves = proofs.has(entry) || called.some((id) => this.isProving(id, proofs, calling));
    return moves.filter(({ after }) => !proves || after !== "worked").map(({ to }) => to);
  }

  /** Whether a procedure cannot end as done without a proof. */
  private isProving(id: string, proofs: ReadonlySet<StepMoves>, calling: Map<string, boolean>): boolean {
    const known = calling.get(id);
    if (known !== undefined || proofs.size === 0 || !this.first.has(id)) return known ?? false;
    // Calls in a circle are another rule's fault; here they prove nothing.
    calling.set(id, false);
    const reached = this.reach([id], (entry) => this.goesOn(entry, proofs, calling));
    const proving = !reached.has("end:done");
    calling.set(id, proving);
    return proving;
  }
}

/** Where a reader can begin with nothing proved: also a procedure that nothing calls, or that a secret names. */
function entriesOf({ root, procedures, secrets }: Linked, all: readonly StepMoves[]): readonly string[] {
  const called = new Set(all.flatMap(({ moves, calls }) => [...calls, ...moves.map(({ to }) => to)]));
  const named = new Set([...secrets.values()].flatMap(({ revoke, renew }) => [revoke, renew?.do]));
  const begins = procedures.filter(
    ({ id, useWhen }, index) =>
      "kind" in root || index === 0 || useWhen !== undefined || named.has(id) || !called.has(id),
  );
  return begins.map(({ id }) => id);
}

/** A step that reads what the destroying one destroys; where that is unknown, any command or judged look will do. */
function isProof(step: Step, system: string | undefined, linked: Linked): boolean {
  if (effectOf(step, linked) !== "reads" || step.do || step.choose || step.approve) return false;
  const asks = step.command !== undefined || step.request !== undefined || step.open !== undefined;
  if (system === undefined) return asks || step.expect !== undefined;
  const place = systemOf(step, linked);
  return place === undefined
    ? step.command !== undefined && step.expect?.output !== undefined
    : place === system;
}
