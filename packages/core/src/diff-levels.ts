/** How much a change asks of the next version. */
export type Level = "patch" | "minor" | "major";

/**
 * What a field is to the people who follow a runbook, and so what a change of it asks for.
 *
 * - `prose`: it informs; every change is a patch.
 * - `detail`: it is acted on, but no path changes; every change is minor.
 * - `path`: it steers; what is added is minor, what is changed or removed is major.
 * - `deed`: it is what is done, how it is taken back, or who must agree; every change is major.
 * - `entries`: the entries decide, each by itself.
 * - `none`: it tells about the version and is no part of what it means.
 */
export type Weight = "prose" | "detail" | "path" | "deed" | "entries" | "none";

const plainOutcome: Readonly<Record<string, Weight>> = {
  ...{ goto: "path", retry: "path", undo: "path", escalate: "path", stop: "path", end: "path", max: "path" },
  ...{ delay: "path", first: "path", then: "path", else: "path", say: "prose" },
};

/** The weight of each field, by record. A test asks that none is forgotten. */
export const weights: Readonly<Record<string, Readonly<Record<string, Weight>>>> = {
  runbook: {
    ...{
      runwright: "deed",
      id: "deed",
      title: "prose",
      version: "none",
      profile: "deed",
      summary: "prose",
      useWhen: "prose",
    },
    ...{
      notFor: "prose",
      audience: "prose",
      risk: "deed",
      estimated: "prose",
      owner: "detail",
      escalation: "deed",
    },
    ...{
      review: "none",
      tags: "prose",
      uses: "none",
      parties: "entries",
      systems: "entries",
      terms: "entries",
    },
    ...{ inputs: "entries", secrets: "entries", clients: "entries", scopes: "entries", requests: "entries" },
    ...{ errors: "entries", procedures: "entries", notes: "entries", safety: "entries", signoff: "deed" },
    ...{ checklist: "entries", references: "entries", revisions: "none" },
  },
  fragment: {
    ...{
      runwright: "deed",
      kind: "deed",
      id: "none",
      uses: "none",
      parties: "entries",
      systems: "entries",
      terms: "entries",
    },
    ...{ inputs: "entries", secrets: "entries", clients: "entries", scopes: "entries", requests: "entries" },
    ...{ errors: "entries", procedures: "entries", safety: "entries" },
  },
  review: { every: "none", last: "none" },
  party: {
    id: "deed",
    name: "prose",
    does: "prose",
    contact: "prose",
    hours: "prose",
    answersWithin: "prose",
  },
  system: {
    id: "deed",
    name: "prose",
    kind: "prose",
    does: "prose",
    endpoints: "path",
    logs: "entries",
    tools: "entries",
  },
  log: { name: "prose", open: "prose", shows: "prose", viewers: "detail" },
  tool: { name: "prose", open: "prose", for: "prose" },
  term: { term: "prose", means: "prose", aliases: "prose" },
  input: {
    ...{
      id: "deed",
      label: "prose",
      type: "deed",
      required: "deed",
      pattern: "deed",
      options: "deed",
      default: "deed",
    },
    ...{ help: "prose", example: "prose" },
  },
  secret: {
    ...{
      id: "deed",
      label: "prose",
      kind: "deed",
      means: "prose",
      owner: "detail",
      store: "detail",
      path: "detail",
    },
    ...{
      viewers: "deed",
      updated: "prose",
      lifetime: "detail",
      renew: "path",
      rotateEvery: "detail",
      revoke: "path",
    },
  },
  renew: { at: "detail", do: "path" },
  client: {
    ...{ id: "deed", name: "prose", clientId: "deed", kind: "deed", authentication: "deed", secret: "deed" },
    ...{ redirectUris: "deed", grants: "deed", scopes: "deed", pkce: "deed" },
  },
  scope: { scope: "deed", allows: "prose", sensitive: "detail", why: "prose" },
  request: {
    ...{
      id: "deed",
      title: "prose",
      text: "prose",
      method: "deed",
      url: "deed",
      query: "deed",
      headers: "deed",
    },
    ...{
      form: "deed",
      json: "deed",
      body: "deed",
      auth: "deed",
      timeout: "deed",
      effect: "deed",
      repeatable: "deed",
    },
    ...{ expect: "path", examples: "prose" },
  },
  auth: { client: "deed", bearer: "deed", user: "deed", password: "deed" },
  requestExpect: { status: "path", has: "path", json: "path", headers: "path" },
  requestExample: { title: "prose", status: "prose", json: "prose", body: "prose" },
  error: {
    id: "deed",
    title: "prose",
    match: "path",
    means: "prose",
    causes: "prose",
    check: "detail",
    then: "path",
  },
  match: {
    ...{ at: "path", status: "path", code: "path", in: "path", json: "path", exit: "path", shows: "path" },
    ...{ noAnswer: "path" },
  },
  procedure: {
    id: "deed",
    title: "prose",
    useWhen: "prose",
    needs: "detail",
    onFailure: "path",
    steps: "entries",
  },
  step: {
    ...{
      id: "deed",
      title: "prose",
      by: "deed",
      onlyIf: "path",
      text: "prose",
      command: "deed",
      request: "deed",
    },
    ...{
      with: "deed",
      open: "deed",
      do: "deed",
      each: "deed",
      as: "deed",
      approve: "deed",
      choose: "entries",
    },
    ...{ otherwise: "path", effect: "deed", ask: "path", wait: "path", confirm: "deed", timeout: "path" },
    ...{ expect: "path", save: "path", undo: "deed", onFailure: "path", next: "path" },
  },
  command: {
    ...{ shell: "deed", run: "deed", file: "deed", args: "deed", env: "deed", at: "deed", effect: "deed" },
    ...{ repeatable: "deed", verbatim: "deed" },
  },
  approve: { by: "deed", checklist: "deed", within: "path" },
  branch: { when: "path", then: "path" },
  condition: {
    ...{
      value: "path",
      is: "path",
      in: "path",
      not: "path",
      atLeast: "path",
      atMost: "path",
      contains: "path",
    },
  },
  expect: {
    ...{
      see: "prose",
      exit: "path",
      output: "path",
      status: "path",
      has: "path",
      json: "path",
      headers: "path",
    },
  },
  output: { is: "path", contains: "path", matches: "path" },
  wait: { for: "path", every: "path", atMost: "path" },
  confirm: { type: "deed", agree: "deed" },
  // The words for taking a step back are what a person then does.
  undo: { do: "deed", text: "deed", none: "deed", tested: "prose" },
  outcome: { ...plainOutcome, continue: "path" },
  plainOutcome,
  note: { id: "prose", title: "prose", text: "prose" },
  safetyRule: { id: "detail", rule: "detail", why: "prose" },
  checklistItem: { id: "detail", text: "detail" },
  reference: { title: "prose", url: "prose", path: "prose" },
  revision: { version: "none", date: "none", author: "none", summary: "none" },
};

export interface EntryLevels {
  readonly added: Level;
  readonly removed: Level;
  /** Where the order is of no account, a move is a patch. */
  readonly moved: Level;
}

const whole: EntryLevels = { added: "minor", removed: "major", moved: "patch" };
const ordered: EntryLevels = { added: "minor", removed: "major", moved: "major" };
const told: EntryLevels = { added: "patch", removed: "patch", moved: "patch" };
const named: EntryLevels = { added: "minor", removed: "minor", moved: "patch" };

/** What it asks for that an entry of a list comes, goes or changes its place, by record. */
export const entryLevels: Readonly<Record<string, EntryLevels>> = {
  party: named,
  system: named,
  log: told,
  tool: told,
  term: told,
  input: whole,
  secret: whole,
  client: whole,
  scope: whole,
  request: whole,
  requestExample: told,
  error: whole,
  match: whole,
  procedure: whole,
  step: ordered,
  branch: ordered,
  note: told,
  safetyRule: whole,
  checklistItem: whole,
  reference: told,
  revision: told,
};

export function levelOf(weight: Weight, kind: "added" | "removed" | "changed"): Level {
  if (weight === "prose") return "patch";
  if (weight === "detail") return "minor";
  return weight === "path" && kind === "added" ? "minor" : "major";
}
