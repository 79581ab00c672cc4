import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Files, link, type Match, read } from "../src/index.js";

/*
 * "What a complete OAuth 2.0 runbook holds" of docs/format.md, phrase by phrase: each test names a part and finds it in
 * the model of the example.
 */

const root = new URL("../../../", import.meta.url).pathname;
const files: Files = { load: (path) => read(readFileSync(root + path, "utf8"), { path }) };
const file = files.load("examples/oauth2-access-tokens.runbook.yaml");
const linked = "refused" in file ? undefined : link(file, files);
if (!linked || !("version" in linked.root)) throw new Error("Expected the example to have a model");
const runbook = linked.root;
const note = (pattern: RegExp) =>
  runbook.notes?.find(({ title, text = "" }) => pattern.test(title) && text.length > 100);
const steps = linked.procedures.flatMap(({ steps: inside }) => inside);
const requests = [...linked.requests.values()];
const secrets = [...linked.secrets.values()];
const systems = [...linked.systems.values()];
const form = (name: string, value: string) => requests.filter((request) => request.form?.[name] === value);
const rows = linked.errors.flatMap((error) => error.match.map((row) => ({ error, row })));
const recognised = (wanted: Partial<Match>) =>
  rows.find(({ row }) => Object.entries(wanted).every(([key, value]) => row[key as keyof Match] === value))
    ?.error;

it("it is for support, operations and product people", () => {
  expect(runbook.audience).toEqual(expect.arrayContaining(["support", "operations", "product"]));
});

it("authentication and authorization are told apart, with a cheat sheet", () => {
  expect(note(/authentication and authorization/i)).toBeDefined();
  expect(note(/cheat sheet/i)).toBeDefined();
});

it("the parties are named, with what they are responsible for and how they are reached", () => {
  const named = [...linked.parties.values()];
  expect(named.length).toBeGreaterThanOrEqual(5);
  expect(named.filter(({ does, contact }) => !does || !contact?.length)).toEqual([]);
});

it("the systems are named, with endpoints and responsibilities", () => {
  expect(systems.filter(({ does, endpoints }) => !does || Object.keys(endpoints ?? {}).length === 0)).toEqual(
    [],
  );
  const login = linked.systems.get("login");
  expect(Object.keys(login?.endpoints ?? {})).toEqual(
    expect.arrayContaining(["authorize", "token", "introspect", "revoke", "metadata"]),
  );
});

it.each(["access-token", "refresh-token", "id-token", "authorization-code", "client-secret"])(
  "each %s has a purpose, a place, a way in which it is updated, and viewers",
  (kind) => {
    const found = secrets.filter((secret) => secret.kind === kind);
    expect(found.length).toBeGreaterThan(0);
    expect(
      found.filter(({ means, store, updated, viewers }) => !means || !store || !updated || !viewers),
    ).toEqual([]);
  },
);

it("each token has a lifetime, and each client secret a time after which it is replaced", () => {
  const tokens = secrets.filter(({ kind }) => kind?.endsWith("-token") || kind === "authorization-code");
  expect(tokens.filter(({ lifetime }) => !lifetime)).toEqual([]);
  expect(secrets.filter(({ kind, rotateEvery }) => kind === "client-secret" && !rotateEvery)).toEqual([]);
});

it("token requests have an exact address, parameters, client authentication and example answers", () => {
  for (const grant of ["authorization_code", "refresh_token"]) {
    const found = form("grant_type", grant);
    expect(found.length).toBeGreaterThan(0);
    for (const { url, auth, examples } of found) {
      expect(url).toBe("{{login.token}}");
      expect(auth).toHaveProperty("client");
      expect(examples?.length).toBeGreaterThan(0);
    }
  }
});

it("a refresh by age: the token says at which age which procedure renews it", () => {
  expect(linked.secrets.get("access-token")?.renew).toEqual({ at: "55m", do: "refresh-by-age" });
});

it("every scope says what it allows and why it is asked for", () => {
  const scopes = linked.files.flatMap((part) => (part.runbook ?? part.fragment)?.scopes ?? []);
  expect(scopes.length).toBeGreaterThanOrEqual(5);
  expect(scopes.filter(({ allows, why }) => !allows || !why)).toEqual([]);
});

it("the two classic questions about scopes have a note and a procedure each", () => {
  expect(note(/two questions about scopes/i)).toBeDefined();
  const begin = (pattern: RegExp) =>
    linked.procedures.filter(({ useWhen = "", title }) => pattern.test(useWhen + title));
  expect(begin(/new(?:ly added)? scope/i)).not.toEqual([]);
  expect(begin(/which scopes/i)).not.toEqual([]);
});

it.each([
  ["400 without a code", { status: 400 }],
  ["401 without a code", { status: 401 }],
  ["403 without a code", { status: 403 }],
  ["429", { status: 429 }],
  ["5xx", { status: "5xx" }],
  ["no answer", { noAnswer: true }],
  ["invalid_request from the token endpoint (RFC 6749, 5.2)", { code: "invalid_request", in: "$.error" }],
  ["invalid_client (RFC 6749, 5.2)", { code: "invalid_client", status: 401 }],
  ["invalid_grant (RFC 6749, 5.2)", { code: "invalid_grant" }],
  ["unauthorized_client (RFC 6749, 5.2)", { code: "unauthorized_client", in: "$.error" }],
  ["unsupported_grant_type (RFC 6749, 5.2)", { code: "unsupported_grant_type" }],
  ["invalid_scope from the token endpoint (RFC 6749, 5.2)", { code: "invalid_scope", in: "$.error" }],
  ["access_denied at the redirect (RFC 6749, 4.1.2.1)", { code: "access_denied", in: "redirect" }],
  ["server_error at the redirect (RFC 6749, 4.1.2.1)", { code: "server_error", in: "redirect" }],
  [
    "temporarily_unavailable at the redirect (RFC 6749, 4.1.2.1)",
    { code: "temporarily_unavailable", in: "redirect" },
  ],
  ["invalid_token from an API (RFC 6750, 3.1)", { code: "invalid_token", in: "www-authenticate" }],
  ["insufficient_scope from an API (RFC 6750, 3.1)", { code: "insufficient_scope", in: "www-authenticate" }],
  ["token_expired from an API of its own words", { code: "token_expired" }],
] as const)("the error %s has causes, a checklist and a resolution", (_, wanted) => {
  const error = recognised(wanted as Partial<Match>);
  expect(error?.causes?.length).toBeGreaterThan(0);
  expect(error?.check?.length).toBeGreaterThan(0);
  expect(error?.means).toBeTruthy();
  expect(error?.then).toBeDefined();
});

it("request and response logs and token inspection tools are found, with what to look for", () => {
  const logs = systems.flatMap(({ logs: found = [] }) => found);
  expect(logs.length).toBeGreaterThanOrEqual(4);
  expect(logs.filter(({ open, shows }) => !open || !shows)).toEqual([]);
  expect(systems.flatMap(({ tools = [] }) => tools).some(({ name }) => /inspector/i.test(name))).toBe(true);
  expect(form("token_type_hint", "access_token").map(({ url }) => url)).toEqual(["{{login.introspect}}"]);
});

it("the exchange can be tested by hand from end to end: PKCE and state, exchange, refresh, inspect, call, revoke", () => {
  const test = linked.procedures.find(({ id }) => id === "hand-test");
  const called = new Set([test?.id, ...(test?.steps ?? []).flatMap((step) => step.do ?? [])]);
  const inside = linked.procedures.filter(({ id }) => called.has(id)).flatMap(({ steps: all }) => all);
  const sent = inside.flatMap(({ request, open }) => request ?? open ?? []);
  expect(sent).toEqual(
    expect.arrayContaining([
      "test-authorize",
      "test-exchange-code",
      "test-refresh",
      "introspect",
      "test-read-contacts",
      "test-revoke",
    ]),
  );
  const authorize = linked.requests.get("test-authorize");
  expect(authorize?.query).toMatchObject({
    response_type: "code",
    code_challenge_method: "S256",
    state: "{{state}}",
  });
  expect(linked.requests.get("test-exchange-code")?.form).toHaveProperty("code_verifier");
});

it("every step says who does it, and shows what is seen or is asked when it worked", () => {
  expect(steps.filter(({ by }) => !by).map(({ id }) => id)).toEqual([]);
});

it("safety rules, a checklist for those who sign off, and the revisions are there", () => {
  const safety = linked.files.flatMap((part) => (part.runbook ?? part.fragment)?.safety ?? []);
  expect(safety.length).toBeGreaterThanOrEqual(5);
  expect(safety.filter(({ why }) => !why)).toEqual([]);
  expect(runbook.checklist?.length).toBeGreaterThanOrEqual(5);
  expect(Object.keys(runbook.signoff ?? {}).length).toBeGreaterThanOrEqual(2);
  expect(runbook.revisions?.[0]?.version).toBe(runbook.version);
});
