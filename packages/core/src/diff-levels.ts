/** How much a change asks of the next version. */
export type Level = "patch" | "minor" | "major";

export type ChangeKind = "added" | "removed" | "changed" | "moved";

/** What a change of a field asks for, by its kind, and why. */
export type Weight = Readonly<Record<ChangeKind, readonly [level: Level, why: string]>>;

const always = (level: Level, why: string): Weight => ({
  ...{ added: [level, why], removed: [level, why], changed: [level, why], moved: [level, why] },
});

const informs = "it informs, and what is done stays";
const order = ["patch", "their order does not count"] as const;

/** What a field is to the people who follow a runbook. Where one list has several, the table below says which. */
export const weights = {
  /** What people read to understand. */
  prose: always("patch", informs),
  /** What is acted on, though no path changes. */
  detail: always("minor", "readers act on it, though no path changes"),
  /** How long and how often. */
  time: always("minor", "only times and numbers of tries change"),
  /** What is done, with what, by whom, with whose consent. */
  deed: always("major", "what is done, or who answers for it, is no longer the same"),
  /** Where things lead. */
  way: {
    added: ["minor", "one way more is there, and the others stay"],
    removed: ["major", "a way is gone that readers may be on"],
    changed: ["major", "it leads elsewhere"],
    moved: order,
  },
  /** What shows that all is well. */
  check: {
    added: ["minor", "one thing more is checked"],
    removed: ["major", "it is no longer checked"],
    changed: ["major", "another thing counts as right"],
    moved: order,
  },
  /** A check in words: a better word is no other check. */
  spokenCheck: {
    added: ["minor", "one thing more is checked"],
    removed: ["major", "it is no longer checked"],
    changed: ["patch", "the check is worded otherwise"],
    moved: order,
  },
  /** What must be at hand before it begins. */
  need: {
    added: ["minor", "readers must have more at hand"],
    removed: ["patch", "readers need less than before"],
    changed: ["patch", "it is worded otherwise"],
    moved: order,
  },
  /** What a value must be like. */
  demand: {
    added: ["major", "values that were right may be wrong now"],
    removed: ["minor", "more values are right than before"],
    changed: ["major", "values that were right may be wrong now"],
    moved: order,
  },
} as const satisfies Record<string, Weight>;

/** What some changes ask for that are more than the change of a field. */
export const turns = {
  demanded: always("major", "readers must give it now"),
  spared: always("minor", "readers need not give it any more"),
  unsaid: always("patch", "it says what held anyway"),
  opened: always("minor", "readers can begin with it now"),
  closed: always("major", "readers cannot begin with it any more"),
  cosmetic: always("patch", "what is done stays, and approvals bind to every byte"),
} as const;

/**
 * A weight, or how else a field is compared: `entries` by its entries, each by itself; `required` by whether the reader
 * must give it; `none` not at all, because it tells about the version and is no part of what that means.
 */
export type FieldWeight = keyof typeof weights | "entries" | "required" | "none";

type Weighed = Readonly<Partial<Record<FieldWeight, string>>>;

const outcome: Weighed = {
  way: "goto undo escalate end first then else",
  time: "retry max delay",
  prose: "stop say",
};
const shared = "parties systems terms inputs secrets clients scopes requests errors procedures safety";

/** The names of each record's fields by weight. A test asks that none is forgotten. */
const table: Readonly<Record<string, Weighed>> = {
  runbook: {
    deed: "runwright id risk escalation signoff",
    detail: "profile owner",
    prose: "title summary useWhen notFor audience estimated tags",
    entries: `${shared} notes checklist references`,
    none: "version review revisions uses",
  },
  fragment: { deed: "runwright kind id", entries: shared, none: "uses" },
  review: { none: "every last" },
  party: { deed: "id", detail: "contact", prose: "name does hours answersWithin" },
  system: { deed: "id", prose: "name kind does", way: "endpoints", entries: "logs tools" },
  log: { prose: "name open shows", detail: "viewers" },
  tool: { prose: "name open for" },
  term: { prose: "term means aliases" },
  input: {
    deed: "id type",
    required: "required",
    demand: "pattern",
    way: "options default",
    prose: "label help example",
  },
  secret: {
    deed: "id kind viewers",
    detail: "owner store path",
    time: "lifetime rotateEvery",
    way: "renew revoke",
    prose: "label means updated",
  },
  renew: { time: "at", way: "do" },
  client: { deed: "id clientId kind authentication secret redirectUris grants scopes pkce", prose: "name" },
  scope: { deed: "scope", detail: "sensitive", prose: "allows why" },
  request: {
    deed: "id method url query headers form json body auth timeout effect repeatable",
    check: "expect",
    prose: "title text examples",
  },
  auth: { deed: "client bearer user password" },
  requestExpect: { check: "status has json headers" },
  requestExample: { prose: "title status json body" },
  error: { deed: "id", entries: "match", way: "then", spokenCheck: "check", prose: "title means causes" },
  match: { way: "at status code in json exit shows noAnswer" },
  procedure: { deed: "id", entries: "steps", way: "onFailure", need: "needs", prose: "title useWhen" },
  step: {
    deed: "id by onlyIf command request with open each as approve effect confirm undo next",
    entries: "choose",
    way: "do otherwise ask save onFailure",
    check: "expect",
    time: "wait timeout",
    prose: "title text",
  },
  command: { deed: "shell run file args env at effect repeatable verbatim" },
  approve: { deed: "by", check: "checklist", time: "within" },
  branch: { way: "when then" },
  condition: { way: "value is in not atLeast atMost contains" },
  expect: { spokenCheck: "see", check: "exit output status has json headers" },
  output: { check: "is contains matches" },
  wait: { time: "for every atMost" },
  confirm: { deed: "type agree" },
  // The words for taking a step back are what a person then does.
  undo: { deed: "do text none", prose: "tested" },
  outcome: { ...outcome, prose: "stop continue say" },
  plainOutcome: outcome,
  catalogueOutcome: outcome,
  note: { prose: "id title text" },
  safetyRule: { deed: "id", detail: "rule", prose: "why" },
  checklistItem: { deed: "id", detail: "text" },
  reference: { prose: "title url path" },
  revision: { none: "version date author summary" },
};

/** How each field of each record is compared. */
export const fieldWeights: Readonly<Record<string, Readonly<Record<string, FieldWeight>>>> =
  Object.fromEntries(Object.entries(table).map(([record, weighed]) => [record, byField(weighed)]));

function byField(weighed: Weighed): Record<string, FieldWeight> {
  const pairs = Object.entries(weighed).flatMap(([weight, names]) =>
    names.split(" ").map((name) => [name, weight] as const),
  );
  // The keys of the table are weights: its type says so.
  return Object.fromEntries(pairs) as Record<string, FieldWeight>;
}

const useful: Weight = {
  added: ["minor", "more is there, and what was there stays"],
  removed: ["major", "who knows the old version misses it"],
  changed: ["major", "what is done is no longer the same"],
  moved: order,
};
const inOrder: Weight = { ...useful, moved: ["major", "what is done comes in another order"] };
const named: Weight = { ...useful, removed: ["minor", "nothing may name it now, and no path changes"] };

/** What it asks for that an entry of a list comes, goes or changes its place, by record. */
export const entryWeights: Readonly<Record<string, Weight>> = {
  ...{ party: named, system: named },
  ...{
    input: useful,
    secret: useful,
    client: useful,
    scope: useful,
    request: useful,
    error: useful,
    match: useful,
  },
  ...{ procedure: useful, step: inOrder, branch: inOrder, safetyRule: useful, checklistItem: useful },
  ...{ log: weights.prose, tool: weights.prose, term: weights.prose, requestExample: weights.prose },
  ...{ note: weights.prose, reference: weights.prose, revision: weights.prose },
};
