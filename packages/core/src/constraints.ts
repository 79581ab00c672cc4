import { type Linked, ownProcedures, referencePlace } from "./linked.js";
import { createProblem, type Problem } from "./problem.js";
import { type Stretch, stretches, surroundings } from "./quoting.js";
import type { Command, Input, Request, Step } from "./runbook.js";
import { savedTwice } from "./side-by-side.js";
import { code } from "./wording.js";

/** What the format demands and the schema cannot say, because it looks at several parts of a runbook at once. */
export function constraints(linked: Linked): readonly Problem[] {
  return [
    ...quotedReferences(linked),
    ...ownProcedures(linked).flatMap(({ steps }) => steps.flatMap((step) => unseenSecrets(step, linked))),
    ...rowsOfNoList(linked),
    ...openedRequests(linked),
    ...savedTwice(linked),
  ];
}

/** A value becomes one quoted piece where it stands; inside quotes, a comment or a here-document it would end them. */
function quotedReferences(linked: Linked): readonly Problem[] {
  const known = new Map<Command, readonly Stretch[]>();
  const stretchesOf = (command: Command): readonly Stretch[] => {
    const found = known.get(command) ?? stretches(command.run ?? "", command.shell);
    known.set(command, found);
    return found;
  };
  return linked.references.flatMap((reference) => {
    const { step, part, owner, field } = reference;
    const command = step?.command;
    if (reference.file !== 0 || !part || field !== "run" || command !== owner || command.run === undefined)
      return [];
    const around = surroundings(stretchesOf(command), part.start);
    const at = around && referencePlace(reference, linked.places);
    if (!at) return [];
    const message = `\`{{${reference.id}}}\` stands inside ${around === "quotes" ? "quotes" : `a ${around}`}, where its value cannot be put safely`;
    const help =
      around === "quotes"
        ? "Write it outside the quotes, as a word or a part of one: it becomes one quoted piece by itself"
        : "Pass the value in `env` and use the variable, or write `verbatim: true` if nothing in the command is a reference";
    return [createProblem({ rule: "schema-mismatch", at, message, help })];
  });
}

/** Whoever writes a secret down, or sees it in an answer, must be one of its viewers. */
function unseenSecrets(step: Step, linked: Linked): readonly Problem[] {
  const { by } = step;
  if (by === undefined) return [];
  const asked = (step.ask ?? []).map((id, index) => ({ id, at: linked.places.of(step.ask ?? [], index) }));
  const saved = Object.keys(step.save ?? {}).map((id) => ({
    id,
    at: linked.places.ofKey(step.save ?? {}, id),
  }));
  return [...asked, ...saved].flatMap(({ id, at }) => {
    const secret = linked.secrets.get(id);
    if (!secret || !at || secret.viewers?.includes(by)) return [];
    const viewers = linked.places.of(secret, secret.viewers ? "viewers" : "id");
    return [
      createProblem({
        rule: "schema-mismatch",
        at,
        message: `\`${by}\` does this step and so sees \`${id}\`, but is not among its \`viewers\``,
        help: `Add \`${by}\` to the \`viewers\` of \`${id}\`, or let one of them do the step`,
        related: viewers
          ? [{ at: viewers, message: secret.viewers ? "who may see it" : "it names no viewers" }]
          : [],
      }),
    ];
  });
}

/** `each` goes through one list with one procedure. */
function rowsOfNoList(linked: Linked): readonly Problem[] {
  const { places } = linked;
  const steps = ownProcedures(linked).flatMap((procedure) => procedure.steps);
  return steps.flatMap((step) => {
    if (step.each === undefined) return [];
    const problems: Problem[] = [];
    const key = places.ofKey(step, "each");
    const count = step.do?.length ?? 0;
    if (key && count !== 1) {
      const message = `\`each\` goes through a list with one procedure, and \`do\` names ${count}`;
      const help = "Name one procedure in `do`, and let that one call the others";
      problems.push(createProblem({ rule: "schema-mismatch", at: key, message, help }));
    }
    const entry = linked.entries.get(step.each);
    const input = entry?.kind === "input" ? (entry.value as Input) : undefined;
    const at = places.of(step, "each");
    if (input && at && input.type !== "list") {
      const type = input.type === undefined ? "has no `type`" : `is of type \`${input.type}\``;
      const declared = places.of(input, input.type === undefined ? "id" : "type");
      problems.push(
        createProblem({
          rule: "schema-mismatch",
          at,
          message: `\`each\` goes through a list, and the input \`${input.id}\` ${type}`,
          help: `Give the input \`type: list\`, or name another one here`,
          related: declared ? [{ at: declared, message: "the input" }] : [],
        }),
      );
    }
    return problems;
  });
}

/** A browser that is sent to an address asks with GET. */
function openedRequests(linked: Linked): readonly Problem[] {
  return linked.references.flatMap((reference) => {
    const { entry, field, file, part } = reference;
    if (file !== 0 || field !== "open" || part || entry?.kind !== "request") return [];
    const { method } = entry.value as Request;
    const at = method === "GET" ? undefined : referencePlace(reference, linked.places);
    if (!at) return [];
    const message = `A browser opens addresses with GET, and the request \`${reference.id}\` uses ${method}`;
    const isPage = linked.files[0]?.tree?.markdown !== undefined;
    const sent = isPage ? "`**Request:**` before it" : code(`request: ${reference.id}`);
    const help = `Write ${sent} to send it, or name a GET request`;
    return [createProblem({ rule: "schema-mismatch", at, message, help })];
  });
}
