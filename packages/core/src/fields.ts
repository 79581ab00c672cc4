import {
  boolean,
  constant,
  either,
  type Field,
  type FieldType,
  id,
  integer,
  json,
  list,
  map,
  markdown,
  oneOf,
  oneOrMany,
  pattern,
  type RecordType,
  record,
  ref,
  scalar,
  string,
  text,
} from "./field-types.js";

/*
 * The one table of fields. The JSON Schema, the TypeScript types, the reader, the reference page and the order in which
 * the writer writes are made from it. A field added here exists everywhere after `npm run generate`.
 */

const must = (type: FieldType, means: string): Field => ({ type, means, required: true });
const may = (
  type: FieldType,
  means: string,
  more: Omit<Field, "type" | "means" | "required"> = {},
): Field => ({
  type,
  means,
  ...more,
});

/** What a fragment may hold, and a runbook too. */
const shared = {
  parties: may(list(record("party")), "the people and teams that the runbook names"),
  systems: may(list(record("system")), "the systems that it touches"),
  terms: may(list(record("term")), "the words that a reader may not know"),
  inputs: may(list(record("input")), "what the reader must have before or writes down on the way"),
  secrets: may(list(record("secret")), "where each secret is kept and who may see it, never its value"),
} satisfies Record<string, Field>;

const sharedWork = {
  requests: may(list(record("request")), "the HTTP requests that steps send"),
  errors: may(list(record("error")), "the catalogue: what can go wrong, how to tell, what to do"),
  procedures: may(list(record("procedure"), 1), "the procedures, each with its steps"),
} satisfies Record<string, Field>;

const oauth2 = {
  clients: may(list(record("client")), "the OAuth 2.0 clients"),
  scopes: may(list(record("scope")), "the OAuth 2.0 scopes, and why each is asked for"),
} satisfies Record<string, Field>;

export const records: Readonly<Record<string, RecordType>> = {
  runbook: {
    type: "Runbook",
    noun: "a runbook",
    means: "A runbook: what a team does in one situation, step by step, and what it does when a step fails.",
    fields: {
      runwright: must(constant(1), "the version of the format: `1`"),
      id: must(pattern("id"), "its identity, the same for ever"),
      title: must(text(), "its title"),
      version: must(pattern("semver"), "its version, by semver, in quotes"),
      profile: may(oneOf("oauth2"), "the domain whose extra types and checks it uses"),
      summary: may(markdown, "what it achieves, in a sentence or two"),
      useWhen: may(markdown, "what sends a reader here"),
      notFor: may(markdown, "what should send a reader elsewhere"),
      audience: may(
        list(text()),
        "who must be able to follow it: `support`, `operations`, `product`, `engineering`, …",
      ),
      risk: may(oneOf("low", "medium", "high"), "what following it wrongly can cost"),
      estimated: may(pattern("duration"), "how long it takes"),
      owner: may(ref("party"), "the party that keeps it true"),
      escalation: may(ref("party"), "whom a reader may always call, and who is called when an undo fails"),
      review: may(record("review"), "how often it is reviewed, and when it last was"),
      tags: may(list(text()), "free words to find it by"),
      uses: may(list(pattern("path")), "the fragment files that it shares, relative to this file"),
      ...shared,
      clients: { ...oauth2.clients, only: ["profile"] },
      scopes: { ...oauth2.scopes, only: ["profile"] },
      ...sharedWork,
      procedures: { ...sharedWork.procedures, required: true },
      notes: may(list(record("note")), "prose that has no field of its own"),
      safety: may(list(record("safetyRule")), "safety rules in plain words"),
      signoff: may(map(integer(1)), "the roles that must approve each version, and how many people of each"),
      checklist: may(
        list(record("checklistItem")),
        "what those who sign off confirm, and what is confirmed before use",
      ),
      references: may(list(record("reference")), "where to read more"),
      revisions: may(list(record("revision")), "what changed in each version, the newest first"),
    },
  },
  fragment: {
    type: "Fragment",
    noun: "a fragment",
    means: "A fragment: parts that several runbooks share, each naming it in `uses`.",
    fields: {
      runwright: must(constant(1), "the version of the format: `1`"),
      kind: must(constant("fragment"), "the word that makes it a fragment"),
      id: must(pattern("id"), "its identity, the same for ever"),
      uses: may(list(pattern("path")), "the fragments that it needs, relative to this file"),
      ...shared,
      ...oauth2,
      ...sharedWork,
      safety: may(list(record("safetyRule")), "safety rules in plain words"),
    },
  },
  review: {
    type: "Review",
    noun: "a review plan",
    means: "How often the runbook is read again by its owner, and when it last was.",
    fields: {
      every: may(pattern("duration"), "the longest time between two reviews"),
      last: may(pattern("date"), "the day of the last one"),
    },
  },
  party: {
    type: "Party",
    noun: "a party",
    means: "A person or a team.",
    entry: "party",
    fields: {
      id: must(id, "its id"),
      name: must(text(), "its name"),
      does: may(markdown, "what it is responsible for"),
      contact: may(list(text()), "how to reach it, the quickest way first"),
      hours: may(text(), "when it can be reached"),
      answersWithin: may(pattern("duration"), "how soon it answers"),
    },
  },
  system: {
    type: "System",
    noun: "a system",
    means: "A system that the runbook touches.",
    entry: "system",
    fields: {
      id: must(id, "its id"),
      name: must(text(), "its name"),
      kind: may(text(), "what sort of system it is, such as `authorization-server`"),
      does: may(markdown, "what it is responsible for"),
      endpoints: may(map(string(), { pattern: "id" }), "its addresses by name, used as `{{system.name}}`"),
      logs: may(list(record("log")), "where its logs are"),
      tools: may(list(record("tool")), "the tools to look at it with"),
    },
  },
  log: {
    type: "Log",
    noun: "a log",
    means: "A place where a system's log is read.",
    fields: {
      name: must(text(), "its name"),
      open: may(text("url"), "its address, or how to get there"),
      shows: may(markdown, "what to look for in it"),
      viewers: may(list(ref("party")), "who may read it"),
    },
  },
  tool: {
    type: "Tool",
    noun: "a tool",
    means: "A tool that helps to look at a system.",
    fields: {
      name: must(text(), "its name"),
      open: may(text("url"), "its address, or how to get there"),
      for: may(markdown, "what it is used for"),
    },
  },
  term: {
    type: "Term",
    noun: "a term",
    means: "A word of the glossary.",
    fields: {
      term: must(text(), "the word"),
      means: must(markdown, "what it means, in plain words"),
      aliases: may(list(text()), "other words for the same"),
    },
  },
  input: {
    type: "Input",
    noun: "an input",
    means: "Something that the reader must have, or writes down on the way. Never a secret.",
    entry: "input",
    fields: {
      id: must(id, "its id, used as `{{id}}`"),
      label: must(text(), "what a form calls it"),
      type: may(
        oneOf(
          ...[
            "text",
            "number",
            "boolean",
            "date",
            "time",
            "url",
            "email",
            "duration",
            "select",
            "list",
            "textarea",
            "file",
          ],
        ),
        "what a form asks for",
      ),
      required: may(boolean, "whether the reader must give it"),
      pattern: may(text(), "an ECMAScript pattern that the whole value matches"),
      options: may(list(text(), 1), "the values to choose from"),
      default: may(json(), "the value when the reader gives none"),
      help: may(markdown, "where the reader finds it"),
      example: may(json(), "a value that could stand here"),
    },
  },
  secret: {
    type: "Secret",
    noun: "a secret",
    means:
      "A secret or token: what it is, where it is kept, who may see it, how it is renewed. Never its value.",
    entry: "secret",
    fields: {
      id: must(id, "its id"),
      label: must(text(), "what people call it"),
      kind: may(
        oneOf(
          ...[
            "access-token",
            "refresh-token",
            "id-token",
            "authorization-code",
            "client-secret",
            "api-key",
            "password",
          ],
          ...["private-key", "certificate", "other"],
        ),
        "what sort of secret it is",
      ),
      means: may(markdown, "what it is for"),
      owner: may(ref("party"), "the party that is responsible for it"),
      store: may(text(), "where it is kept"),
      path: may(text(), "where in the store"),
      viewers: may(list(ref("party")), "who may see its value"),
      updated: may(markdown, "how a new value gets into the store"),
      lifetime: may(pattern("duration"), "how long a value works"),
      renew: may(record("renew"), "at what age it is renewed, and by which procedure"),
      rotateEvery: may(pattern("duration"), "how often it is replaced"),
      revoke: may(ref("procedure"), "the procedure that makes it worthless"),
    },
  },
  renew: {
    type: "Renew",
    noun: "a renewal",
    means: "When and how a secret is renewed.",
    fields: {
      at: may(pattern("duration"), "the age at which it is renewed"),
      do: may(ref("procedure"), "the procedure that renews it"),
    },
  },
  client: {
    type: "Client",
    noun: "a client",
    means: "An OAuth 2.0 client, as it is registered with the authorization server.",
    entry: "client",
    fields: {
      id: must(id, "its id in this runbook"),
      name: may(text(), "its name"),
      clientId: may(text("text"), "its identifier at the server (RFC 6749, section 2.2)"),
      kind: may(oneOf("confidential", "public"), "whether it can keep a secret (RFC 6749, section 2.1)"),
      authentication: may(
        oneOf(
          ...["none", "client-secret-basic", "client-secret-post", "client-secret-jwt", "private-key-jwt"],
          "tls-client-auth",
        ),
        "how it proves who it is",
      ),
      secret: may(ref("secret"), "the secret or key that it proves itself with"),
      redirectUris: may(list(text()), "where the browser may come back to"),
      grants: may(list(text()), "the grant types that it uses"),
      scopes: may(list({ kind: "ref", to: [], also: "scope" }), "the scopes that it asks for"),
      pkce: may(oneOf("S256", "plain", "none"), "how it proves that it began the flow (RFC 7636)"),
    },
  },
  scope: {
    type: "Scope",
    noun: "a scope",
    means: "A scope: what a token may be used for.",
    fields: {
      scope: must(text(), "the scope as it is sent"),
      allows: may(markdown, "what it allows"),
      sensitive: may(boolean, "whether it reaches data that needs special care"),
      why: may(markdown, "why it is asked for"),
    },
  },
  request: {
    type: "Request",
    noun: "a request",
    means: "An HTTP request, exact enough to be sent, exported and rehearsed.",
    entry: "request",
    atMostOne: [["form", "json", "body"]],
    fields: {
      id: must(id, "its id"),
      title: may(text(), "what it does"),
      text: may(markdown, "what a reader should know about it"),
      method: must(oneOf("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"), "the HTTP method"),
      url: must(text("url"), 'the address, mostly from an endpoint: `"{{crm.base}}/contacts"`'),
      query: may(map(scalar("url")), "parameters in the address"),
      headers: may(map(scalar("text")), "header fields"),
      form: may(map(scalar("text")), "the body as form fields"),
      json: may(json("json"), "the body as JSON"),
      body: may(string("text"), "the body as text"),
      auth: may(either(constant("none"), "auth"), "how it proves who sends it"),
      timeout: may(pattern("duration"), "after how long without an answer `noAnswer` holds"),
      effect: may(
        oneOf("reads", "changes", "destroys"),
        "what it does to the system; `reads` for GET and HEAD, else it must be said",
        { requiredUnless: { field: "method", values: ["GET", "HEAD"] } },
      ),
      repeatable: may(boolean, "whether sending it twice is harmless; true where it only reads"),
      expect: may(
        record("requestExpect"),
        "what a good answer looks like; a class 2xx unless it says otherwise",
      ),
      examples: may(list(record("requestExample")), "sample answers, never with a real token"),
    },
  },
  auth: {
    type: "Auth",
    noun: "an authentication",
    means: "How a request proves who sends it.",
    exactlyOne: [["client", "bearer", "user"]],
    fields: {
      client: may(ref("client"), "an OAuth client, which knows its method, id and secret"),
      bearer: may(ref("secret", "value"), "the token that is sent as `Authorization: Bearer` (RFC 6750)"),
      user: may(text("text"), "the user name of HTTP Basic"),
      password: may(ref("secret", "value"), "the secret that is its password", {
        only: ["user"],
        requiredWith: ["user"],
      }),
    },
  },
  requestExpect: {
    type: "RequestExpect",
    noun: "an expectation",
    means: "What a good answer to a request looks like.",
    fields: {
      status: may({ kind: "status" }, "its status, a number or a class"),
      has: may(list(pattern("jsonPath")), "paths that are there"),
      json: may(map(json("json"), { pattern: "jsonPath" }), "exact values by path"),
      headers: may(map(string("text")), "header fields"),
    },
  },
  requestExample: {
    type: "RequestExample",
    noun: "an example answer",
    means: "A sample answer.",
    atMostOne: [["json", "body"]],
    fields: {
      title: may(text(), "what it shows"),
      status: may(integer(100), "its status"),
      json: may(json(), "its body as JSON"),
      body: may(string(), "its body as text"),
    },
  },
  error: {
    type: "ErrorEntry",
    noun: "an error",
    means: "An entry of the error catalogue: what can go wrong, how it is recognised, what is done about it.",
    entry: "error",
    fields: {
      id: must(id, "its id, used as a row of `onFailure`"),
      title: may(text(), "what a reader would call it"),
      match: must(oneOrMany(record("match")), "how it is recognised; of a list, one row must hold"),
      means: may(markdown, "what happened, in plain words"),
      causes: may(list(markdown), "why it happens, the most frequent first"),
      check: may(list(markdown), "what to look at, in order"),
      then: may(record("catalogueOutcome"), "what to do about it", {
        missingRule: "error-resolution-missing",
      }),
    },
  },
  match: {
    type: "Match",
    noun: "a match",
    means: "How an error is recognised: all keys must hold.",
    atLeastOne: {
      fields: ["status", "code", "json", "exit", "shows", "noAnswer"],
      help: "Add what is compared: without it, the match never holds",
    },
    fields: {
      at: may(oneOrMany(ref("system", "request")), "where it comes from; anywhere if not said"),
      status: may({ kind: "status" }, "the status of the answer"),
      code: may(text(), "the error code in the answer"),
      in: may(pattern("where"), "where the code stands; `$.error` if not said", { only: ["code"] }),
      json: may(map(json(), { pattern: "jsonPath" }), "exact values by path"),
      exit: may(integer(0), "the exit code of a command"),
      shows: may(text(), "words that a person reads"),
      noAnswer: may(constant(true), "no answer came"),
    },
  },
  procedure: {
    type: "Procedure",
    noun: "a procedure",
    means: "Steps that are carried out in order.",
    entry: "procedure",
    fields: {
      id: must(id, "its id"),
      title: must(text(), "its title"),
      useWhen: may(markdown, "what sends a reader to this procedure; with it, readers may begin here"),
      needs: may(list(markdown), "what must be at hand before it begins"),
      onFailure: may(onFailure(), "what happens when a step fails and does not say it itself"),
      steps: must(list(record("step"), 1), "its steps, in order"),
    },
  },
  step: {
    type: "Step",
    noun: "a step",
    means: "One thing that is done, what should be seen then, and what happens when it is not.",
    entry: "step",
    atMostOne: [["command", "request", "open", "do", "approve", "choose"]],
    fields: {
      id: must(id, "its id"),
      title: must(text(), "what is done, as an instruction"),
      by: may(ref("party"), "who does it"),
      onlyIf: may(condition(), "when it is done; otherwise the next step in order follows"),
      text: may(markdown, "how it is done"),
      command: may(record("command"), "a command to run"),
      request: may(ref("request"), "a request to send"),
      with: may(
        map(scalar("text")),
        "values that replace the request's query, form or JSON values of that name",
        {
          only: ["request"],
        },
      ),
      open: may(
        { kind: "ref", to: ["request"], also: "url" },
        "an address, or a GET request that a browser opens",
      ),
      do: may(
        oneOrMany({ kind: "ref", to: ["procedure"], also: "runbook" }),
        "the procedures to carry out; a list runs side by side",
      ),
      each: may(ref("input", "value"), "the list to go through, one item at a time", {
        only: ["do"],
        requiredWith: ["as"],
      }),
      as: may(id, "the name of the item in the called procedure", { only: ["each"], requiredWith: ["each"] }),
      approve: may(record("approve"), "other people's consent"),
      choose: may(list(record("branch"), 1), "branches; the first that holds is taken"),
      otherwise: may(record("plainOutcome"), "what happens where no branch holds", {
        only: ["choose"],
        missingRule: "branches-not-exhaustive",
      }),
      effect: may(oneOf("reads", "changes", "destroys"), "what it does; `reads` unless said", {
        not: ["command", "request"],
      }),
      ask: may(list(ref("input", "secret")), "what the person writes down in this step"),
      wait: may(record("wait"), "how long to wait, or how often to try"),
      confirm: may(record("confirm"), "what the person must confirm before it"),
      timeout: may(pattern("duration"), "after how long it counts as failed", { not: ["request"] }),
      expect: may(record("expect"), "what is seen when it worked"),
      save: may(
        map(pattern("saved"), { introduces: "value" }),
        "values to keep from the answer, by the name that they get",
        { only: ["command", "request", "open"] },
      ),
      undo: may(record("undo"), "how it is taken back"),
      onFailure: may(onFailure(), "what happens when it fails"),
      next: may(record("plainOutcome"), "what happens when it worked; else the next step", {
        missingRule: "step-dead-end",
      }),
    },
  },
  command: {
    type: "Command",
    noun: "a command",
    means: "A command to run.",
    exactlyOne: [["run", "file"]],
    fields: {
      shell: must(oneOf("bash", "sh", "powershell", "sql"), "what runs it"),
      run: may({ kind: "command", template: "shell" }, "the command itself"),
      file: may(pattern("path"), "a script file, relative to this file"),
      args: may(list(scalar("shell")), "its arguments"),
      env: may(map(scalar("environment")), "environment variables; the one place for a secret"),
      at: may(ref("system"), "the system where it runs"),
      effect: must(oneOf("reads", "changes", "destroys"), "what it does to the system"),
      repeatable: may(boolean, "whether running it twice is harmless; true where it only reads"),
      verbatim: may(boolean, "nothing in `run` is a reference"),
    },
  },
  approve: {
    type: "Approve",
    noun: "an approval",
    means: "The consent of people other than the one who does the step.",
    fields: {
      by: must(map(integer(1), { to: ["party"] }), "how many people of which party"),
      checklist: may(list(ref("checklist item")), "what they confirm"),
      within: may(pattern("duration"), "after how long the step fails as `timeout`"),
    },
  },
  branch: {
    type: "Branch",
    noun: "a branch",
    means: "One branch of a `choose`.",
    fields: {
      when: must(condition(), "when it is taken"),
      then: { ...must(record("plainOutcome"), "what happens then"), missingRule: "step-dead-end" },
    },
  },
  condition: {
    type: "ValueCondition",
    noun: "a condition",
    means: "A condition on a value, compared as JSON; a text input as text.",
    exactlyOne: [["is", "in", "not", "atLeast", "atMost", "contains"]],
    fields: {
      value: must(ref("input", "value", "secret"), "the value that is looked at"),
      is: may(json(), "it equals this"),
      in: may(list(json(), 1), "it equals one of these"),
      not: may(json(), "it differs from this"),
      atLeast: may(json(), "it is this or more"),
      atMost: may(json(), "it is this or less"),
      contains: may(json(), "it has this in it"),
    },
  },
  expect: {
    type: "Expect",
    noun: "an expectation",
    means: "What is seen when a step worked. On a request, the fields replace the request's own.",
    fields: {
      see: may(markdown, "what a person sees"),
      exit: may(integer(0), "the exit code of the command; 0 unless said"),
      output: may(record("output"), "what the command prints"),
      status: may({ kind: "status" }, "the status of the answer"),
      has: may(list(pattern("jsonPath")), "paths that are there"),
      json: may(map(json("json"), { pattern: "jsonPath" }), "exact values by path"),
      headers: may(map(string("text")), "header fields"),
    },
  },
  output: {
    type: "Output",
    noun: "an output",
    means: "What a command prints, compared without the last line end.",
    exactlyOne: [["is", "contains", "matches"]],
    fields: {
      is: may(string("text"), "it is exactly this"),
      contains: may(string("text"), "this stands in it"),
      matches: may(text(), "an ECMAScript pattern found anywhere in it"),
    },
  },
  wait: {
    type: "Wait",
    noun: "a wait",
    means: "How long to wait before the action, and how often to try it.",
    fields: {
      for: may(pattern("duration"), "the time before the action"),
      every: may(pattern("duration"), "the time between two tries until `expect` holds"),
      atMost: may(pattern("duration"), "after how long the step fails as `timeout`", {
        only: ["every"],
        missingRule: "wait-timeout-missing",
      }),
    },
  },
  confirm: {
    type: "Confirm",
    noun: "a confirmation",
    means: "What the person must confirm before the step.",
    exactlyOne: [["type", "agree"]],
    fields: {
      type: may(text("text"), "what must be typed, mostly the name of the target"),
      agree: may(text("prose"), "what must be agreed to"),
    },
  },
  undo: {
    type: "Undo",
    noun: "an undo",
    means: "How a step is taken back.",
    exactlyOne: [["do", "text", "none"]],
    fields: {
      do: may(ref("procedure"), "the procedure that takes it back"),
      text: may(markdown, "how a person takes it back"),
      none: may(markdown, "why it cannot be taken back"),
      tested: may(pattern("date"), "the day on which that was last tried"),
    },
  },
  outcome: outcome("outcome"),
  /** After a step that worked, or before one that is still to be done. */
  plainOutcome: withoutContinue(outcome("plainOutcome"), "it answers a failure, and here nothing has failed"),
  /** In the catalogue, which is not of one step. */
  catalogueOutcome: withoutContinue(
    outcome("catalogueOutcome"),
    "the catalogue serves every step, and only a row of `onFailure` knows that a failure does not matter",
  ),
  note: {
    type: "Note",
    noun: "a note",
    means: "Prose with no field of its own.",
    entry: "note",
    fields: {
      id: must(id, "its id"),
      title: must(text(), "its title"),
      text: may(markdown, "the prose"),
    },
  },
  safetyRule: {
    type: "SafetyRule",
    noun: "a safety rule",
    means: "A rule that keeps people and data safe, in plain words.",
    entry: "safety rule",
    fields: {
      id: must(id, "its id"),
      rule: must(markdown, "the rule"),
      why: may(markdown, "why it matters"),
    },
  },
  checklistItem: {
    type: "ChecklistItem",
    noun: "a checklist item",
    means: "Something that is confirmed.",
    entry: "checklist item",
    fields: {
      id: must(id, "its id"),
      text: must(markdown, "what is confirmed"),
    },
  },
  reference: {
    type: "Reference",
    noun: "a reference",
    means: "Where to read more.",
    exactlyOne: [["url", "path"]],
    fields: {
      title: must(text(), "what is found there"),
      url: may(text(), "its address"),
      path: may(text(), "its path, relative to this file"),
    },
  },
  revision: {
    type: "Revision",
    noun: "a revision",
    means: "What changed in one version.",
    fields: {
      version: must(pattern("semver"), "the version"),
      date: must(pattern("date"), "the day"),
      author: may(text(), "who wrote it"),
      summary: must(markdown, "what changed and why"),
    },
  },
};

/** An outcome; `inner` is the record of the outcomes inside it. */
function outcome(inner: string): RecordType {
  return {
    type: "Outcome",
    noun: "an outcome",
    means: "What happens next: exactly one verb.",
    exactlyOne: [["goto", "retry", "undo", "escalate", "stop", "continue", "end"]],
    fields: {
      goto: may(
        ref("step", "procedure"),
        "a step of this procedure, or a procedure that takes the place of this one",
      ),
      retry: may(integer(1), "this step again, at most so many times more", {
        missingRule: "retry-unbounded",
      }),
      undo: may(ref("step"), "take back every step begun, the newest first, back to and including this one"),
      escalate: may(ref("party"), "the run is theirs; it ends for this reader"),
      stop: may(text("prose"), "this procedure ends without success; why"),
      continue: may(text("prose"), "go on as if it had worked; why. Only where a failure is answered"),
      end: may(oneOf("done", "handed-over"), "`done` returns to whoever called; `handed-over` ends the run"),
      max: may(integer(1), "how often a `goto` may be taken in the whole run", {
        only: ["goto"],
        missingRule: "loop-exit-missing",
      }),
      delay: may(pattern("duration"), "the time before the next try", { only: ["retry"] }),
      first: may(ref("procedure"), "the procedure that repairs before the next try", { only: ["retry"] }),
      then: may(record(inner), "what happens when all is undone", {
        only: ["undo"],
        requiredWith: ["undo"],
        missingRule: "step-dead-end",
      }),
      else: may(record(inner), "what happens when the tries are used up", {
        only: ["retry", "goto"],
        missingRule: "step-dead-end",
      }),
      say: may(text("prose"), "what to tell the next person"),
    },
  };
}

/** `continue` stands only in `onFailure`; anywhere else it has no meaning. */
function withoutContinue(record: RecordType, why: string): RecordType {
  const { continue: _, ...fields } = record.fields;
  return {
    ...record,
    exactlyOne: (record.exactlyOne ?? []).map((names) => names.filter((name) => name !== "continue")),
    elsewhere: { continue: why },
    fields,
  };
}

/** Answers to a failure: a row an error of the catalogue, and the built-in rows. */
function onFailure(): FieldType {
  return map(record("outcome"), { to: ["error"], words: ["timeout", "refused", "stopped", "any"] });
}

function condition(): FieldType {
  return either(text("prose"), "condition");
}

/** The record of that name. */
export function recordType(name: string): RecordType {
  const found = records[name];
  if (!found) throw new Error(`Unreachable: the table of fields names no record ${name}`);
  return found;
}
