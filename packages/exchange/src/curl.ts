// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what stands in these strings is bash
import { type Entry, type Linked, type Request, templateReferences } from "@runwright/core";
import { isSafeForShell, quote } from "./bash.js";

/** A command for bash, or in words why there is none. */
export type CurlResult = { readonly command: string } | { readonly refused: string };

/**
 * A request as one cURL command for bash. What the reader gives stands in environment variables, `RUNBOOK_` and the id;
 * secrets reach cURL through pipes, so that they are neither in the command nor in the list of processes.
 */
export function toCurl(request: Request, linked: Linked): CurlResult {
  const writer = new CurlWriter(linked);
  try {
    return { command: writer.write(request) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message };
    throw error;
  }
}

/** The one way out of the middle of a command: never seen outside this file. */
class Refused extends Error {}

/** A text with its references resolved: words of the runbook, or what a variable holds. */
type Piece = { readonly text: string } | { readonly variable: string; readonly isSecret: boolean };

const maxNesting = 5;
const defaultSeconds = 30;

class CurlWriter {
  private readonly variables = new Map<string, Entry>();
  /** Those that stand in a header as they are. */
  private readonly inHeaders = new Set<string>();
  /** What begins the address, where that is given. */
  private origin: { readonly variable: string; readonly rest: string } | undefined;
  private needsEncode = false;
  private needsJq = false;

  constructor(private readonly linked: Linked) {}

  write(request: Request): string {
    const { method, timeout } = request;
    const parts = [
      "--silent --show-error --fail-with-body",
      `--max-time ${timeout === undefined ? defaultSeconds : seconds(timeout)}`,
      // A `[` or `{` in an address is a character, not one of cURL's own patterns.
      "--globoff",
      ...(method === "GET" ? [] : method === "HEAD" ? ["--head"] : [`--request ${method}`]),
      `--url ${this.url(request)}`,
      ...this.headers(request),
      ...this.authorization(request),
      ...this.body(request),
    ];
    return this.frame(request, `curl ${parts.join(" \\\n  ")}`);
  }

  /** Alone where nothing has to be given; else in a subshell, whose settings end with it. */
  private frame(request: Request, curl: string): string {
    const title = `# ${oneLine(request.title ?? request.id)}`;
    if (this.variables.size === 0) return `${title}\n${curl}\n`;
    const names = [...this.variables.keys()];
    const lines = [
      "set -euo pipefail",
      ...[...this.variables].map(([name, entry]) => demand(name, entry)),
      `export ${names.join(" ")}`,
      ...(this.origin ? webOnly(this.origin) : []),
      ...(this.inHeaders.size > 0 ? oneLineEach([...this.inHeaders]) : []),
      // Without it, cURL would send an empty body.
      ...(this.needsJq ? ["command -v jq > /dev/null || { echo 'jq is not installed' >&2; exit 1; }"] : []),
      ...(this.needsEncode ? encodeFunction : []),
      ...curl.split("\n"),
    ];
    const needs = [...this.variables].map(([name, entry]) => `#   ${name}: ${oneLine(describe(entry))}`);
    return [title, "# Set before:", ...needs, "(", ...lines.map((line) => `  ${line}`), ")", ""].join("\n");
  }

  private url({ url, query = {} }: Request): string {
    const pieces = this.pieces(url);
    const parameters = Object.entries(query).map(([name, value]) => ({
      name,
      pieces: this.pieces(String(value)),
    }));
    if ([...pieces, ...parameters.flatMap((parameter) => parameter.pieces)].some(isSecretPiece))
      throw new Refused("a secret stands in the address, where servers and proxies write it down");
    this.demandWeb(pieces);
    const hasQuery = pieces.some((piece) => "text" in piece && piece.text.includes("?"));
    const address = pieces.map((piece, index) =>
      // A value that begins the address is the address; one further on is a part of it.
      "text" in piece ? quote(piece.text) : index === 0 ? `"\${${piece.variable}}"` : this.encoded(piece),
    );
    const tail = parameters.map(({ name, pieces: value }, index) => {
      const mark = index === 0 && !hasQuery ? "?" : "&";
      const words = value.map((piece) =>
        "text" in piece ? quote(encodeURIComponent(piece.text)) : this.encoded(piece),
      );
      return `${quote(`${mark}${encodeURIComponent(name)}=`)}${words.join("")}`;
    });
    return [...address, ...tail].join("");
  }

  /** cURL knows files, mail and more; a request of a runbook is one of HTTP. */
  private demandWeb(pieces: readonly Piece[]): void {
    if (pieces.some((piece) => "text" in piece && piece.text.includes("#")))
      throw new Refused("the address has a part after `#`, which no request sends");
    const [first] = pieces;
    const end = pieces.findIndex((piece, index) => index > 0 && "variable" in piece);
    const texts = pieces.slice(0, end < 0 ? undefined : end);
    const text = texts.map((piece) => ("text" in piece ? piece.text : "")).join("");
    if (first !== undefined && "variable" in first) this.origin = { variable: first.variable, rest: text };
    else if (!/^https?:\/\//i.test(text))
      throw new Refused("the address begins with neither `http://` nor `https://`");
  }

  /** What stands in a header, which ends with its line. */
  private headerWord(name: string, pieces: readonly Piece[]): string {
    for (const piece of pieces) {
      if ("variable" in piece) this.inHeaders.add(piece.variable);
      else if (/[\r\n]/.test(piece.text))
        throw new Refused(`the header \`${name}\` holds a line break, which would begin another header`);
    }
    return this.word(pieces);
  }

  private headers({ headers = {}, json, body, form }: Request): readonly string[] {
    const names = Object.keys(headers).map((name) => name.toLowerCase());
    const own = Object.entries(headers).map(([name, value]) => {
      // A token, as RFC 9110 has it in section 5.6.2; cURL takes `@` at its beginning for a file.
      if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name))
        throw new Refused(`\`${oneLine(name)}\` is no name of a header`);
      const pieces = this.pieces(String(value));
      const word = this.headerWord(name, pieces);
      if (pieces.some(isSecretPiece)) return `--header @<(printf '%s\\n' ${quote(`${name}: `)}${word})`;
      // cURL takes a name with nothing behind the colon as a header to leave out.
      return pieces.length === 0 ? `--header ${quote(`${name};`)}` : `--header ${quote(`${name}: `)}${word}`;
    });
    if (names.includes("content-type")) return own;
    if (json !== undefined) return [...own, "--header 'Content-Type: application/json'"];
    // cURL would call any other body a form.
    return body !== undefined && form === undefined ? [...own, "--header Content-Type:"] : own;
  }

  private authorization({ auth }: Request): readonly string[] {
    if (auth === undefined || auth === "none") return [];
    if (auth.bearer !== undefined) {
      const token = this.headerWord("Authorization", [this.variable(auth.bearer)]);
      return [`--header @<(printf 'Authorization: Bearer %s\\n' ${token})`];
    }
    if (auth.client !== undefined) return this.clientHeader(auth.client);
    const user = this.word(this.pieces(auth.user));
    const password = this.word([this.variable(auth.password)]);
    return [
      `--header @<(printf 'Authorization: Basic %s\\n' "$(printf '%s:%s' ${user} ${password} | base64 | tr -d '\\n')")`,
    ];
  }

  /** `client_secret_basic`: both halves are encoded as in a form first (RFC 6749, section 2.3.1). */
  private clientHeader(id: string): readonly string[] {
    const client = this.client(id);
    if (client.authentication !== "client-secret-basic") return [];
    const half = (pieces: readonly Piece[]) =>
      pieces
        .map((piece) => ("text" in piece ? quote(encodeURIComponent(piece.text)) : this.encoded(piece)))
        .join("");
    const name = half(client.clientId);
    const secret = half([client.secret]);
    return [
      `--header @<(printf 'Authorization: Basic %s\\n' "$(printf '%s:%s' ${name} ${secret} | base64 | tr -d '\\n')")`,
    ];
  }

  private body(request: Request): readonly string[] {
    const form = { ...this.clientFields(request), ...this.formFields(request) };
    const fields = Object.entries(form);
    if (fields.length > 0) return fields.map(([name, pieces]) => this.formField(name, pieces));
    if (request.json !== undefined) return [this.json(request.json)];
    if (request.body === undefined) return [];
    const pieces = this.pieces(request.body);
    return [
      pieces.some(isSecretPiece)
        ? `--data-binary @<(printf '%s' ${this.word(pieces)})`
        : `--data-raw ${this.word(pieces)}`,
    ];
  }

  private formFields({ form = {} }: Request): Record<string, readonly Piece[]> {
    return Object.fromEntries(
      Object.entries(form).map(([name, value]) => [name, this.pieces(String(value))]),
    );
  }

  /** What a client adds to the form to say who it is. */
  private clientFields({ auth }: Request): Record<string, readonly Piece[]> {
    if (auth === undefined || auth === "none" || auth.client === undefined) return {};
    const { authentication, clientId, secret } = this.client(auth.client);
    if (authentication === "client-secret-basic") return {};
    return {
      client_id: clientId,
      ...(authentication === "client-secret-post" && { client_secret: [secret] }),
    };
  }

  private formField(name: string, pieces: readonly Piece[]): string {
    const key = encodeURIComponent(name);
    if (pieces.some(isSecretPiece))
      return `--data-urlencode ${quote(key)}@<(printf '%s' ${this.word(pieces)})`;
    return `--data-urlencode ${quote(`${key}=`)}${this.word(pieces)}`;
  }

  private client(id: string): { authentication: string; clientId: readonly Piece[]; secret: Piece } {
    const models = this.linked.files.flatMap((file) => file.runbook ?? file.fragment ?? []);
    const client = models
      .flatMap((model) => ("clients" in model ? (model.clients ?? []) : []))
      .find((one) => one.id === id);
    if (!client) throw new Refused(`no client has the id \`${id}\``);
    const { authentication = client.kind === "public" ? "none" : undefined, clientId, secret } = client;
    if (authentication === undefined)
      throw new Refused(`the client \`${id}\` does not say how it proves who it is`);
    if (clientId === undefined) throw new Refused(`the client \`${id}\` has no \`clientId\``);
    const isSecretUsed = authentication === "client-secret-basic" || authentication === "client-secret-post";
    if (!isSecretUsed && authentication !== "none")
      throw new Refused(
        `\`${authentication}\` needs a key and a signature, which a cURL command cannot make`,
      );
    if (!isSecretUsed) return { authentication, clientId: this.pieces(clientId), secret: { text: "" } };
    if (secret === undefined) throw new Refused(`the client \`${id}\` names no \`secret\``);
    return { authentication, clientId: this.pieces(clientId), secret: this.variable(secret) };
  }

  private json(value: unknown): string {
    if (!this.hasReference(value)) return `--data-raw ${quote(JSON.stringify(value))}`;
    // `jq` makes JSON of whatever the variables hold; it reads them itself, so that no argument shows them.
    this.needsJq = true;
    return `--data-binary @<(jq -cn ${quote(this.jq(value))})`;
  }

  private hasReference(value: unknown): boolean {
    if (typeof value === "string") return templateReferences(value).length > 0;
    return (
      typeof value === "object" &&
      value !== null &&
      Object.values(value).some((item) => this.hasReference(item))
    );
  }

  private jq(value: unknown): string {
    if (typeof value === "string") {
      const pieces = this.pieces(value);
      const terms = pieces.map((piece) =>
        "text" in piece ? JSON.stringify(piece.text) : `$ENV.${piece.variable}`,
      );
      return terms.length === 0 ? '""' : terms.length === 1 ? (terms[0] ?? "") : `(${terms.join(" + ")})`;
    }
    if (Array.isArray(value)) return `[${value.map((item) => this.jq(item)).join(", ")}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}: ${this.jq(item)}`)
      .join(", ")}}`;
  }

  /** A text in which `{{…}}` are variables, and addresses of systems are written out. */
  private pieces(text: string, depth = 0): readonly Piece[] {
    if (!isSafeForShell(text)) throw new Refused("it holds a zero character, which no command line can");
    const pieces: Piece[] = [];
    let at = 0;
    for (const { id, endpoint, start, end } of templateReferences(text)) {
      if (start > at) pieces.push({ text: text.slice(at, start) });
      pieces.push(...(endpoint === undefined ? [this.variable(id)] : this.address(id, endpoint, depth)));
      at = end;
    }
    if (at < text.length) pieces.push({ text: text.slice(at) });
    return pieces;
  }

  private address(system: string, endpoint: string, depth: number): readonly Piece[] {
    const endpoints = this.linked.systems.get(system)?.endpoints ?? {};
    const url = Object.hasOwn(endpoints, endpoint) ? endpoints[endpoint] : undefined;
    if (url === undefined) throw new Refused(`\`{{${system}.${endpoint}}}\` names no address`);
    if (depth === maxNesting) throw new Refused(`the address \`${system}.${endpoint}\` leads back to itself`);
    return this.pieces(url, depth + 1);
  }

  private variable(id: string): Piece {
    const entry = this.linked.entries.get(id);
    if (!entry || !["input", "secret", "value"].includes(entry.kind))
      throw new Refused(`\`{{${id}}}\` names nothing that can be given`);
    // With a prefix, an input that is called `path` or `ld-preload` stays an input.
    const name = `RUNBOOK_${id.toUpperCase().replaceAll("-", "_")}`;
    this.variables.set(name, entry);
    return { variable: name, isSecret: entry.kind === "secret" };
  }

  private word(pieces: readonly Piece[]): string {
    if (pieces.length === 0) return "''";
    return pieces.map((piece) => ("text" in piece ? quote(piece.text) : `"\${${piece.variable}}"`)).join("");
  }

  private encoded({ variable }: { readonly variable: string }): string {
    this.needsEncode = true;
    return `"$(encode "\${${variable}}")"`;
  }
}

function isSecretPiece(piece: Piece): boolean {
  return "isSecret" in piece && piece.isSecret;
}

/** Percent-encoding of every byte that is not unreserved (RFC 3986, section 2.3). */
const encodeFunction = [
  "encode() {",
  "  local LC_ALL=C text=$1 done= char at",
  "  for ((at = 0; at < ${#text}; at++)); do",
  "    char=${text:at:1}",
  "    case $char in",
  "      [A-Za-z0-9._~-]) done+=$char ;;",
  "      *) printf -v char '%%%02X' \"$(($(printf '%d' \"'$char\") & 255))\"; done+=$char ;;",
  "    esac",
  "  done",
  "  printf '%s' \"$done\"",
  "}",
];

/** Ends the command where a value would begin another header. */
function oneLineEach(names: readonly string[]): readonly string[] {
  return [
    `for name in ${names.join(" ")}; do`,
    "  case ${!name} in",
    `    *$'\\r'* | *$'\\n'*) echo "$name has a line break, and stands in a header" >&2; exit 1 ;;`,
    "  esac",
    "done",
  ];
}

/** Ends the command where what is given would make an address that is none of the web. */
function webOnly({
  variable,
  rest,
}: {
  readonly variable: string;
  readonly rest: string;
}): readonly string[] {
  return [
    `case "\${${variable}}"${rest === "" ? "" : quote(rest)} in`,
    `  *'#'*) echo '${variable} has a part after #, which no request sends' >&2; exit 1 ;;`,
    "  http://* | https://*) ;;",
    `  *) echo '${variable} begins with neither http:// nor https://' >&2; exit 1 ;;`,
    "esac",
  ];
}

/** The line that ends the command where a variable is missing. */
function demand(name: string, { kind, value }: Entry): string {
  const input =
    kind === "input" ? (value as { readonly required?: boolean; readonly default?: unknown }) : undefined;
  const preset = input?.default;
  if (typeof preset === "string" || typeof preset === "number" || typeof preset === "boolean")
    return `${name}=\${${name}-${quote(String(preset))}}`;
  return input && input.required !== true ? `: "\${${name}?is not set}"` : `: "\${${name}:?is not set}"`;
}

function describe({ kind, value, id }: Entry): string {
  // What the table of fields says of an input and a secret; a saved value has no more than its name.
  const {
    label = id,
    store,
    path,
  } = kind === "value" ? {} : (value as { label?: string; store?: string; path?: string });
  if (kind === "value") return `${id}, saved in an earlier step`;
  return [
    label,
    ...(store === undefined ? [] : [`kept in ${store}${path === undefined ? "" : `, ${path}`}`]),
  ].join(", ");
}

/** A comment ends with its line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
}

function seconds(duration: string): number {
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
  return [...duration.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, count, unit = "s"]) => sum + Number(count) * (units[unit] ?? 1),
    0,
  );
}
