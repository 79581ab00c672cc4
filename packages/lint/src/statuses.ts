import {
  type Linked,
  type Procedure,
  requestEffect,
  rowFits,
  type Status,
  type Step,
  statusMatches,
  templateReferences,
} from "@runwright/core";

/**
 * The statuses that a request can meet and that nothing answers, where a step or its procedure answers other errors but
 * has no `any`. Where nothing is answered there, the whole failure path is missing, and no status in particular.
 */
export function unmappedStatuses(step: Step, procedure: Procedure, linked: Linked): readonly string[] {
  const request = step.request === undefined ? undefined : linked.requests.get(step.request);
  const rows = { ...procedure.onFailure, ...step.onFailure };
  if (!request || rows.any || !linked.errors.some(({ id }) => Object.hasOwn(rows, id))) return [];
  const answered = linked.errors
    .filter(({ id, then }) => Object.hasOwn(rows, id) || then)
    .flatMap(({ match }) =>
      match.filter((row) => rowFits(row, step, linked)).flatMap(({ status }) => status ?? []),
    );
  const expected = step.expect?.status ?? request.expect?.status;
  const isMapped = (status: number) =>
    [...answered, ...(expected === undefined ? [] : [expected])].some((row) => statusMatches(row, status));

  const missing: string[] = [];
  if (!isMapped(400)) missing.push("400");
  if (!isMapped(401) && !isMapped(403)) missing.push("401 or 403");
  if (hasIdInPath(request.url) && !isMapped(404)) missing.push("404");
  if (requestEffect(request) !== "reads" && !isMapped(409)) missing.push("409");
  if (!isMapped(429)) missing.push("429");
  if (!answered.some(isServerFault)) missing.push("5xx");
  return missing;
}

function hasIdInPath(url: string): boolean {
  const [path = ""] = url.split("?");
  return templateReferences(path).some(({ endpoint }) => endpoint === undefined);
}

function isServerFault(status: Status): boolean {
  return String(status).startsWith("5");
}
