import type { Linked } from "./linked.js";
import type { Request, Step } from "./runbook.js";
import { templateReferences } from "./template.js";

export type Effect = "reads" | "changes" | "destroys";

/** The request that a step sends or opens, if it does. */
export function requestOf(step: Step, linked: Pick<Linked, "requests">): Request | undefined {
  const id = step.request ?? step.open;
  return id === undefined ? undefined : linked.requests.get(id);
}

/** What a step does: its command's or request's effect, else its own, else it reads. A `do` is judged by its steps. */
export function effectOf(step: Step, linked: Pick<Linked, "requests">): Effect {
  const request = requestOf(step, linked);
  return step.command?.effect ?? (request ? requestEffect(request) : undefined) ?? step.effect ?? "reads";
}

/** GET and HEAD read unless the request says otherwise; of another method that says nothing we expect a change. */
export function requestEffect(request: Request): Effect {
  return request.effect ?? (request.method === "GET" || request.method === "HEAD" ? "reads" : "changes");
}

/** Whether doing it twice is harmless: said, or because it only reads. Undefined for a step that a person does. */
export function isRepeatable(step: Step, linked: Pick<Linked, "requests">): boolean | undefined {
  const action = step.command ?? requestOf(step, linked);
  if (!action) return undefined;
  return action.repeatable ?? effectOf(step, linked) === "reads";
}

/** The system that a step touches: where its command runs, or whose endpoint its request addresses. */
export function systemOf(step: Step, linked: Pick<Linked, "requests">): string | undefined {
  const url = requestOf(step, linked)?.url ?? step.open;
  return step.command?.at ?? (url === undefined ? undefined : systemOfUrl(url));
}

function systemOfUrl(url: string): string | undefined {
  return templateReferences(url).find((reference) => reference.endpoint !== undefined)?.id;
}
