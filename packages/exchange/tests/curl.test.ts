// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what stands in these strings is bash
import { execFile } from "node:child_process";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Linked, link, read } from "@runwright/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toCurl } from "../src/curl.js";

/** A runbook around what matters, linked. */
function linked(parts: string): Linked {
  const text = `runwright: 1
id: crm
title: CRM
version: "1.0.0"
profile: oauth2
systems:
  - id: crm
    name: CRM
    endpoints: { base: "http://127.0.0.1:{{port}}", plain: "https://crm.example/api", local: "file:///etc" }
inputs:
  - { id: port, label: Port, type: number, required: true }
  - { id: contact, label: Contact, type: text, required: true }
  - { id: note, label: Note, type: text }
  - { id: region, label: Region, type: text, default: "it's eu" }
secrets:
  - { id: api-key, label: API key, kind: api-key, store: Vault, path: kv/crm }
  - { id: access-token, label: Access token, kind: access-token }
${parts}
procedures:
  - id: p
    title: P
    steps: [{ id: s, title: S }]
`;
  const file = read(text, { path: "crm.runbook.yaml" });
  expect(file.problems).toEqual([]);
  const result = link(file, { load: () => ({ refused: "there are no files here" }) });
  if (!result) throw new Error("Expected a runbook");
  return result;
}

function curl(parts: string): string {
  const model = linked(parts);
  const request = model.requests.get("r");
  if (!request) throw new Error("Expected a request `r`");
  const result = toCurl(request, model);
  return "command" in result ? result.command : `refused: ${result.refused}`;
}

describe("what stands in the command", () => {
  test("where nothing has to be given, it is one plain command", () => {
    expect(
      curl(
        `requests:\n  - { id: r, title: List, method: GET, url: "{{crm.plain}}/contacts", timeout: 1m30s, query: { "a b": "c&d", page: 2 } }`,
      ),
    ).toBe(
      [
        "# List",
        "curl --silent --show-error --fail-with-body \\",
        "  --max-time 90 \\",
        "  --globoff \\",
        "  --url https://crm.example/api/contacts'?a%20b='c%26d'&page='2",
        "",
      ].join("\n"),
    );
  });

  test("what the reader gives stands in variables, and a missing one ends the command", () => {
    expect(
      curl(`requests:
  - { id: r, method: DELETE, url: "{{crm.plain}}/contacts/{{contact}}", effect: destroys, auth: { bearer: access-token }, headers: { X-Region: "{{region}}" } }`),
    ).toBe(
      [
        "# r",
        "# Set before:",
        "#   RUNBOOK_CONTACT: Contact",
        "#   RUNBOOK_REGION: Region",
        "#   RUNBOOK_ACCESS_TOKEN: Access token",
        "(",
        "  set -euo pipefail",
        '  : "${RUNBOOK_CONTACT:?is not set}"',
        "  RUNBOOK_REGION=${RUNBOOK_REGION-'it'\\''s eu'}",
        '  : "${RUNBOOK_ACCESS_TOKEN:?is not set}"',
        "  export RUNBOOK_CONTACT RUNBOOK_REGION RUNBOOK_ACCESS_TOKEN",
        "  for name in RUNBOOK_REGION RUNBOOK_ACCESS_TOKEN; do",
        "    case ${!name} in",
        `      *$'\\r'* | *$'\\n'*) echo "$name has a line break, and stands in a header" >&2; exit 1 ;;`,
        "    esac",
        "  done",
        "  encode() {",
        "    local LC_ALL=C text=$1 done= char at",
        "    for ((at = 0; at < ${#text}; at++)); do",
        "      char=${text:at:1}",
        "      case $char in",
        "        [A-Za-z0-9._~-]) done+=$char ;;",
        "        *) printf -v char '%%%02X' \"$(($(printf '%d' \"'$char\") & 255))\"; done+=$char ;;",
        "      esac",
        "    done",
        "    printf '%s' \"$done\"",
        "  }",
        "  curl --silent --show-error --fail-with-body \\",
        "    --max-time 30 \\",
        "    --globoff \\",
        "    --request DELETE \\",
        '    --url https://crm.example/api/contacts/"$(encode "${RUNBOOK_CONTACT}")" \\',
        "    --header 'X-Region: '\"${RUNBOOK_REGION}\" \\",
        "    --header @<(printf 'Authorization: Bearer %s\\n' \"${RUNBOOK_ACCESS_TOKEN}\")",
        ")",
        "",
      ].join("\n"),
    );
  });

  test("a title cannot leave its comment, and hidden characters stand as escapes", () => {
    const command = curl(
      `requests:\n  - { id: r, title: "One\\nrm -rf /\\u202e", method: POST, url: "{{crm.plain}}", effect: reads, body: "a\\u001b[31m\\u202eb'c\\\\" }`,
    );
    expect(command.split("\n")[0]).toBe("# One rm -rf / ");
    expect(command).toContain("--data-raw $'a\\x1b[31m\\xE2\\x80\\xAEb\\'c\\\\'".replace("\\x1b", "\\x1B"));
    expect(command).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});

describe("what has no honest command is refused, in words", () => {
  test.each([
    [
      "a secret in the address",
      `requests:\n  - { id: r, method: GET, url: "{{crm.plain}}", query: { key: "{{api-key}}" } }`,
      "a secret stands in the address, where servers and proxies write it down",
    ],
    [
      "a client that signs",
      `clients:\n  - { id: app, clientId: app, kind: confidential, authentication: private-key-jwt, secret: api-key }\nrequests:\n  - { id: r, method: POST, url: "{{crm.plain}}", effect: reads, auth: { client: app } }`,
      "`private-key-jwt` needs a key and a signature, which a cURL command cannot make",
    ],
    [
      "an unknown reference",
      `requests:\n  - { id: r, method: GET, url: "{{crm.plain}}/{{nobody}}" }`,
      "`{{nobody}}` names nothing that can be given",
    ],
    [
      "an unknown endpoint",
      `requests:\n  - { id: r, method: GET, url: "{{crm.nowhere}}" }`,
      "`{{crm.nowhere}}` names no address",
    ],
    [
      "a zero character",
      `requests:\n  - { id: r, method: POST, url: "{{crm.plain}}", effect: reads, body: "a\\0" }`,
      "it holds a zero character, which no command line can",
    ],
    [
      "a line break in a header",
      `requests:\n  - { id: r, method: GET, url: "{{crm.plain}}", headers: { X: "a\\r\\nInjected: 1" } }`,
      "the header `X` holds a line break, which would begin another header",
    ],
    [
      "a line break in the name of a header",
      `requests:\n  - { id: r, method: GET, url: "{{crm.plain}}", headers: { "X\\nY": "a" } }`,
      "`X Y` is no name of a header",
    ],
    [
      "a header that names a file",
      `requests:\n  - { id: r, method: GET, url: "{{crm.plain}}", headers: { "@/etc/passwd": "a" } }`,
      "`@/etc/passwd` is no name of a header",
    ],
    [
      "a header without a name",
      `requests:\n  - { id: r, method: GET, url: "{{crm.plain}}", headers: { "": "a" } }`,
      "`` is no name of a header",
    ],
    [
      "a part of the page in the address",
      `requests:\n  - { id: r, method: GET, url: "{{crm.plain}}#top", query: { a: 1 } }`,
      "the address has a part after `#`, which no request sends",
    ],
    [
      "a file for an address",
      `requests:\n  - { id: r, method: GET, url: "file:///etc/passwd" }`,
      "the address begins with neither `http://` nor `https://`",
    ],
    [
      "an option for an address",
      `requests:\n  - { id: r, method: GET, url: "-o/tmp/x" }`,
      "the address begins with neither `http://` nor `https://`",
    ],
    [
      "a scheme of another kind, half given",
      `requests:\n  - { id: r, method: GET, url: "f{{contact}}://x" }`,
      "the address begins with neither `http://` nor `https://`",
    ],
    [
      "a file of an endpoint",
      `requests:\n  - { id: r, method: GET, url: "{{crm.local}}/x" }`,
      "the address begins with neither `http://` nor `https://`",
    ],
    [
      "a proxy path",
      `requests:\n  - { id: r, method: GET, url: "/relative" }`,
      "the address begins with neither `http://` nor `https://`",
    ],
  ])("%s", (_, parts, words) => {
    expect(curl(parts)).toBe(`refused: ${words}`);
  });
});

// The proof: bash runs the command, cURL sends it, and a server says what arrived.
describe("what arrives at the server", () => {
  let server: Server;
  let port = 0;
  const requests: {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: string;
  }[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (data) => (body += data));
      request.on("end", () => {
        requests.push({
          method: request.method ?? "",
          url: request.url ?? "",
          headers: request.headers,
          body,
        });
        response.statusCode = request.url?.startsWith("/refused") ? 403 : 200;
        response.end('{"answer":true}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => void server.close());

  const hostile = `a'b"c $(touch /tmp/runwright-pwned) \`id\` \\ % & = ? é 漢 !x`;

  async function send(parts: string, env: Readonly<Record<string, string>> = {}) {
    requests.length = 0;
    const command = curl(parts);
    const result = await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const variables = { PATH: process.env.PATH ?? "", RUNBOOK_PORT: String(port), ...env };
      execFile("bash", ["--norc", "-c", command], { env: variables }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
    return { ...result, arrived: requests[0] };
  }

  test("a value in the path and the query is encoded, whatever is in it", async () => {
    const parts = `requests:\n  - { id: r, method: GET, url: "{{crm.base}}/c/{{contact}}/x[1]{2}", query: { q: "=>{{contact}}" } }`;
    const { code, arrived } = await send(parts, { RUNBOOK_CONTACT: hostile });
    const url = new URL(`http://x${arrived?.url}`);
    expect({ code, path: decodeURIComponent(url.pathname), q: url.searchParams.get("q") }).toEqual({
      code: 0,
      path: `/c/${hostile}/x[1]{2}`,
      q: `=>${hostile}`,
    });
  });

  test("a form is encoded, and its secret is not in the list of processes", async () => {
    const parts = `requests:\n  - { id: r, method: POST, url: "{{crm.base}}/t", effect: reads, form: { "a=b": "@/etc/passwd", note: "x{{note}}", key: "{{api-key}}" } }`;
    expect(curl(parts)).toContain("--data-urlencode key@<(printf '%s' \"${RUNBOOK_API_KEY}\")");
    const { arrived } = await send(parts, {
      RUNBOOK_NOTE: `${hostile}\nnext line`,
      RUNBOOK_API_KEY: hostile,
    });
    expect({
      method: arrived?.method,
      type: arrived?.headers["content-type"],
      form: Object.fromEntries(new URLSearchParams(arrived?.body)),
    }).toEqual({
      method: "POST",
      type: "application/x-www-form-urlencoded",
      form: { "a=b": "@/etc/passwd", note: `x${hostile}\nnext line`, key: hostile },
    });
  });

  test("JSON stays JSON", async () => {
    const parts = `requests:\n  - { id: r, method: PUT, url: "{{crm.base}}/j", effect: changes, json: { "k\\"1": ["a{{contact}}b", 2, null, true, { deep: "{{api-key}}" }], text: "\\\\(1+1)" } }`;
    const { arrived } = await send(parts, { RUNBOOK_CONTACT: hostile, RUNBOOK_API_KEY: '"}' });
    expect({ type: arrived?.headers["content-type"], json: JSON.parse(arrived?.body ?? "null") }).toEqual({
      type: "application/json",
      json: { 'k"1': [`a${hostile}b`, 2, null, true, { deep: '"}' }], text: "\\(1+1)" },
    });
  });

  test("a body is sent as it is, also where it begins with @", async () => {
    const { arrived } = await send(
      `requests:\n  - { id: r, method: POST, url: "{{crm.base}}/b", effect: reads, body: "@/etc/hostname" }`,
    );
    expect({ body: arrived?.body, type: arrived?.headers["content-type"] }).toEqual({
      body: "@/etc/hostname",
      type: undefined,
    });
  });

  test("the lines of a body are not moved", async () => {
    const { arrived } = await send(
      `requests:\n  - { id: r, method: POST, url: "{{crm.base}}/b", effect: reads, body: "a\\nb\\n  c" }`,
    );
    expect(arrived?.body).toBe("a\nb\n  c");
  });

  test("a client proves who it is as its server expects", async () => {
    const client = (authentication: string) =>
      `clients:\n  - { id: app, clientId: "a:p", kind: confidential, authentication: ${authentication}, secret: api-key }\nrequests:\n  - { id: r, method: POST, url: "{{crm.base}}/t", effect: reads, auth: { client: app }, form: { grant_type: client_credentials } }`;
    const basic = await send(client("client-secret-basic"), { RUNBOOK_API_KEY: "s:e c/+%é" });
    expect(Buffer.from(basic.arrived?.headers.authorization?.slice(6) ?? "", "base64").toString()).toBe(
      "a%3Ap:s%3Ae%20c%2F%2B%25%C3%A9",
    );
    expect(basic.arrived?.body).toBe("grant_type=client_credentials");
    const post = await send(client("client-secret-post"), { RUNBOOK_API_KEY: "s:e c/+%é" });
    expect(Object.fromEntries(new URLSearchParams(post.arrived?.body))).toEqual({
      client_id: "a:p",
      client_secret: "s:e c/+%é",
      grant_type: "client_credentials",
    });
    const none = await send(client("none"));
    expect(none.arrived?.body).toBe("client_id=a%3Ap&grant_type=client_credentials");
  });

  test("a user and a password, and a bearer token", async () => {
    const user = await send(
      `requests:\n  - { id: r, method: GET, url: "{{crm.base}}/u", auth: { user: "ann{{note}}", password: api-key } }`,
      {
        RUNBOOK_NOTE: "",
        RUNBOOK_API_KEY: `p"\\'x`,
      },
    );
    expect(Buffer.from(user.arrived?.headers.authorization?.slice(6) ?? "", "base64").toString()).toBe(
      `ann:p"\\'x`,
    );
    const bearer = await send(
      `requests:\n  - { id: r, method: HEAD, url: "{{crm.base}}/u", auth: { bearer: access-token } }`,
      { RUNBOOK_ACCESS_TOKEN: "abc.def" },
    );
    expect({ method: bearer.arrived?.method, authorization: bearer.arrived?.headers.authorization }).toEqual({
      method: "HEAD",
      authorization: "Bearer abc.def",
    });
  });

  test("a refusal fails the command and still shows its body", async () => {
    const { code, stdout } = await send(`requests:\n  - { id: r, method: GET, url: "{{crm.base}}/refused" }`);
    expect({ code, stdout }).toEqual({ code: 22, stdout: '{"answer":true}' });
  });

  test("without what it needs, nothing is sent", async () => {
    const { code, stderr, arrived } = await send(
      `requests:\n  - { id: r, method: GET, url: "{{crm.base}}/x", headers: { Key: "{{api-key}}" } }`,
    );
    expect({ code, arrived }).toEqual({ code: 1, arrived: undefined });
    expect(stderr).toContain("RUNBOOK_API_KEY: is not set");
  });

  test.each([
    ["a secret in a header", `headers: { Key: "{{api-key}}" }`, "RUNBOOK_API_KEY"],
    ["an input in a header", `headers: { Key: "x{{note}}" }`, "RUNBOOK_NOTE"],
    ["a bearer token", `auth: { bearer: access-token }`, "RUNBOOK_ACCESS_TOKEN"],
  ])("%s with a line break ends the command", async (_, parts, name) => {
    const request = `requests:\n  - { id: r, method: GET, url: "{{crm.base}}/x", ${parts} }`;
    for (const value of ["a\r\nInjected: 1", "a\nInjected: 1", "a\rb", "a\n"]) {
      const { code, stderr, arrived } = await send(request, { [name]: value });
      expect({ code, stderr, arrived }).toEqual({
        code: 1,
        stderr: `${name} has a line break, and stands in a header\n`,
        arrived: undefined,
      });
    }
    expect(await send(request, { [name]: "plain" })).toMatchObject({ code: 0 });
  });

  test("an address that is given is one of the web", async () => {
    const request = `requests:\n  - { id: r, method: GET, url: "{{contact}}" }`;
    for (const value of ["file:///etc/passwd", "-o/tmp/x", "ftp://x", "x.example"]) {
      const { code, stderr, stdout } = await send(request, { RUNBOOK_CONTACT: value });
      expect({ code, stderr, stdout }).toEqual({
        code: 1,
        stderr: "RUNBOOK_CONTACT begins with neither http:// nor https://\n",
        stdout: "",
      });
    }
    expect(await send(request, { RUNBOOK_CONTACT: `http://127.0.0.1:${port}/x` })).toMatchObject({ code: 0 });
  });
});
