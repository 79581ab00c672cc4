import * as fc from "fast-check";
import { normalText } from "../src/build.js";
import {
  type FieldType,
  type MapKeys,
  type PatternName,
  patterns,
  type RecordType,
  reservedIds,
} from "../src/field-types.js";
import { recordType } from "../src/fields.js";
import type { Fragment, Runbook } from "../src/runbook.js";
import { walk } from "../src/walk.js";

/*
 * Models of every shape that the schema accepts, made from the table of fields: a field or a variant that is added there
 * is generated here the same day. Texts are as `read` leaves them: Markdown and commands have LF line ends and nothing
 * blank at their end. Names need not resolve; ids are unique where the format wants them so.
 */

/** Text that imitates YAML, Markdown, templates and the format itself, or that tools like to spoil. */
export const hostileTexts: readonly string[] = [
  ...[
    "null",
    "~",
    "true",
    "No",
    "on",
    "007",
    "0x1F",
    "0o17",
    "1e3",
    "1_000",
    "12:30",
    "-1",
    ".5",
    ".inf",
    ".nan",
    "-0",
  ],
  ...[
    "2026-11-01",
    "1.10",
    "=",
    "<<",
    "y",
    "---",
    "...",
    "--- x",
    "- item",
    "-",
    "? key",
    "?",
    ": value",
    "a: b",
    "a:",
  ],
  ...[
    "a #b",
    "#",
    "# c",
    "&anchor",
    "*alias",
    "!tag",
    "!!str x",
    "%YAML 1.2",
    "@at",
    "`code`",
    "[a, b]",
    "{a: b}",
  ],
  ...[
    "]",
    "}",
    ",",
    "|",
    ">",
    "|-",
    ">+ x",
    "'",
    '"',
    "''",
    '""',
    "it's",
    'say "no"',
    "\\",
    "\\n",
    'C:\\temp "x"',
  ],
  ...[
    "{{id}}",
    "{{system.endpoint}}",
    "{{ .Values.name }}",
    "{{",
    "}}",
    "{{else}}",
    "$.a.b",
    "$HOME",
    "$(date)",
  ],
  ...[
    "| a | b |\n| --- | --- |\n| `\\|` | *c* |",
    "```bash run\nrm -rf /\n```",
    "````\n```\n````",
    "~~~ yaml fields\nx\n~~~",
  ],
  ...[
    "# Heading",
    '### <a id="x"></a>Not a step',
    "- **Who:** nobody",
    "- [x] done",
    "1. one\n2. two",
    "> quoted",
    "***",
  ],
  ...[
    "Title\n-----",
    "<!-- runwright:generated flow -->",
    "<b>x</b>",
    "![i](p.png)",
    "[t](#id)",
    "<https://x.example>",
  ],
  ...[
    "go to x; else stop",
    'stop: "why"; say "so"',
    "a → b → c",
    ", once",
    "; else …",
    "two words",
    "a\tb",
    "\ta",
    "a\t",
  ],
  ...[
    "first\nsecond",
    "first\n\nsecond\n\n\nthird",
    "  indented\nless",
    "a\n  b\n    c\nd",
    "tail  \nhead",
    "a\n\tb",
    "#a\n# b",
  ],
  ...[
    "a\n---\nb",
    "a\n...\nb",
    "key: v\nother: w",
    "- a\n- b",
    "a\r\nb",
    "a\rb",
    " leading",
    "trailing ",
    "a\n",
    "a\n\n",
    "\na",
  ],
  ...[
    "שלום é 漢字 👩‍🔧 🇪🇺",
    "\u202eright-to-left",
    "zero\u200bwidth",
    "\u00a0nbsp\u00a0x",
    "line\u2028separator",
    "next\u0085line",
  ],
  ...[
    "\ufeffbom",
    "soft\u00adhyphen",
    "bell\u0007",
    "esc\u001b[31m",
    "nul\u0000",
    "del\u007f",
    "\ufffe",
    "\uffff",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "x".repeat(1500),
    "long words ".repeat(40),
    `${"a".repeat(127)}: b`,
  ],
];

const isInk = (value: string) => /\S/.test(value);

const words = fc
  .array(
    fc.constantFrom("open", "the", "console", "of", "replica", "**two**", "`x`", "and", "wait.", "Yes,"),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((all) => all.join(" "));

/** Any text, an empty one too. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: words, weight: 4 },
  { arbitrary: fc.constantFrom(...hostileTexts), weight: 4 },
  {
    arbitrary: fc
      .array(fc.constantFrom(...hostileTexts), { minLength: 2, maxLength: 3 })
      .map((all) => all.join("\n")),
    weight: 1,
  },
  { arbitrary: fc.string({ maxLength: 12 }), weight: 1 },
  { arbitrary: fc.string({ maxLength: 8, unit: "grapheme" }), weight: 1 },
  { arbitrary: fc.string({ maxLength: 8, unit: "binary" }), weight: 1 },
  {
    arbitrary: fc.string({ maxLength: 10, unit: fc.constantFrom(..." \t\n\r-:#'\"\\|>[]{},&*!%@`a") }),
    weight: 2,
  },
);

const text = anyText.filter(isInk);
const markdown = anyText.map(normalText).filter(isInk);

const id = fc
  .oneof(
    fc.constantFrom("drain", "ask-for-it", "constructor", "a", "no", "n-1", "b2b", "null", "on", "key"),
    fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/),
    fc.constant("z".repeat(64)),
  )
  .filter((candidate) => !reservedIds.includes(candidate));

const key = fc.oneof({ arbitrary: anyText, weight: 1 }, { arbitrary: id, weight: 2 });

const safe = Number.MAX_SAFE_INTEGER;
const number = fc
  .oneof(
    fc.integer(),
    fc.double({ noNaN: true, min: -safe, max: safe }),
    fc.constantFrom(0, 0.1, 1e15, 1e-7, 5e-324, safe, -safe, -1.5e-10),
  )
  // The reader knows one zero, as JSON does.
  .map((value) => value + 0);

const jsonValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), number, anyText),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie("value")), { maxLength: 3 }).map(toMap),
  ),
})).value;

function toMap(entries: readonly (readonly [string, unknown])[]): object {
  const map: Record<string, unknown> = Object.create(null);
  for (const [name, value] of entries) map[name] = value;
  return map;
}

const units = fc.integer({ min: 0, max: 400 });
const duration = fc
  .record({ d: units, h: units, m: units, s: units }, { requiredKeys: [] })
  .map((parts) =>
    (["d", "h", "m", "s"] as const)
      .flatMap((unit) => (parts[unit] === undefined ? [] : `${parts[unit]}${unit}`))
      .join(""),
  )
  .filter(isInk);

const jsonPath = fc.oneof(
  fc.constantFrom(
    "$",
    "$.access_token",
    "$['odd key']",
    "$.a[0].b",
    "$.items[*].id",
    "$['#'].x",
    "$[?(@.a == 'b: c')]",
  ),
  fc.stringMatching(/^\$(?:\.[a-z]{1,3}|\[[0-9]\]){0,3}$/),
);

/** Samples of each pattern; that they fit it is a test. */
export const patternArbitraries: Readonly<Record<PatternName, fc.Arbitrary<string>>> = {
  id,
  duration,
  date: fc.constantFrom("2026-11-01", "0000-01-31", "1999-12-09"),
  semver: fc.oneof(
    fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30)).map((parts) => parts.join(".")),
    fc.constantFrom("1.0.0-rc.1", "1.0.0-0", "0.0.0+build.5", "1.2.3-a-b.0.x+7", "99999999999999999999.0.0"),
  ),
  path: fc.oneof(
    fc.constantFrom(
      "a.fragment.yaml",
      "../shared/x.sh",
      "./a b/c #1.sh",
      "- x",
      "a: b.sh",
      "no",
      "x'y\"z",
      "{{x}}/y",
    ),
    text.filter((value) => new RegExp(patterns.path.source, "u").test(value)),
  ),
  jsonPath,
  where: fc.oneof(fc.constantFrom("www-authenticate", "redirect"), jsonPath),
  saved: fc.oneof(fc.constant("output"), jsonPath),
  statusClass: fc.constantFrom("1xx", "2xx", "3xx", "4xx", "5xx"),
};

const status = fc.oneof(fc.integer({ min: 100, max: 599 }), patternArbitraries.statusClass);
const other: Readonly<Record<"url" | "runbook" | "scope", fc.Arbitrary<string>>> = {
  url: fc.constantFrom("https://x.example/a?b=c#d", "{{crm.base}}/contacts"),
  runbook: fc.tuple(id, id).map((ids) => ids.join("/")),
  scope: fc.constantFrom("read:contacts", "openid", "https://x.example/auth/drive"),
};

/** A value of that type. `depth` says how many records may stand in one another below it. */
export function valueArbitrary(type: FieldType, depth: number): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case "text":
      return text;
    case "markdown":
    case "command":
      return markdown;
    case "string":
      return anyText;
    case "id":
      return id;
    case "ref":
      return fc.oneof(
        { arbitrary: id, weight: 4 },
        { arbitrary: type.also ? other[type.also] : id, weight: 2 },
        { arbitrary: text, weight: 1 },
      );
    case "pattern":
      return patternArbitraries[type.name];
    case "integer":
      return fc.oneof(
        fc.integer({ min: type.min, max: type.min + 20 }),
        fc.integer({ min: type.min, max: 2 ** 31 }),
      );
    case "boolean":
      return fc.boolean();
    case "const":
      return fc.constant(type.value);
    case "enum":
      return fc.constantFrom(...type.values);
    case "status":
      return status;
    case "scalar":
      return fc.oneof(
        { arbitrary: anyText, weight: 3 },
        { arbitrary: number, weight: 1 },
        { arbitrary: fc.boolean(), weight: 1 },
      );
    case "json":
      return jsonValue;
    case "list":
      return fc.array(valueArbitrary(type.of, depth), { minLength: type.min ?? 0, maxLength: 3 });
    case "map":
      return fc
        .array(fc.tuple(mapKey(type.keys), valueArbitrary(type.of, depth)), {
          minLength: type.min ?? 0,
          maxLength: 3,
        })
        .map(toMap);
    case "record":
      return recordArbitrary(type.record, depth);
    case "either":
      return depth > 0
        ? fc.oneof(valueArbitrary(type.scalar, depth), recordArbitrary(type.record, depth))
        : valueArbitrary(type.scalar, depth);
  }
}

function mapKey(keys: MapKeys | undefined): fc.Arbitrary<string> {
  if (keys?.pattern) return patternArbitraries[keys.pattern];
  if (keys?.introduces) return id;
  return keys?.words ? fc.oneof(key, fc.constantFrom(...keys.words)) : key;
}

const cache = new Map<string, fc.Arbitrary<object>>();

/** A record of that name of the table, with any of its fields that may stand together. */
export function recordArbitrary(name: string, depth = 5): fc.Arbitrary<object> {
  const known = cache.get(`${name} ${depth}`);
  if (known) return known;
  const type = recordType(name);
  const made = namesArbitrary(type, depth).chain((names) =>
    fc
      .tuple(
        fc.tuple(
          ...names.map((field) =>
            fieldArbitrary(type, field, names, depth).map((value) => [field, value] as const),
          ),
        ),
        extensions,
      )
      .chain(([fields, extra]) =>
        fc.shuffledSubarray([...fields, ...extra], { minLength: fields.length + extra.length }),
      )
      .map((entries) => Object.fromEntries(entries)),
  );
  cache.set(`${name} ${depth}`, made);
  return made;
}

function fieldArbitrary(
  type: RecordType,
  name: string,
  names: readonly string[],
  depth: number,
): fc.Arbitrary<unknown> {
  const field = type.fields[name];
  if (!field) throw new Error("Unreachable: the name is from the table");
  // Where another field is left out that only some values of this one make needless, it has one of those.
  const spared = Object.entries(type.fields).find(
    ([other, { requiredUnless }]) => requiredUnless?.field === name && !names.includes(other),
  );
  return spared?.[1].requiredUnless
    ? fc.constantFrom(...spared[1].requiredUnless.values)
    : valueArbitrary(field.type, depth - 1);
}

const extensions: fc.Arbitrary<readonly (readonly [string, unknown])[]> = fc.oneof(
  { arbitrary: fc.constant([]), weight: 6 },
  {
    arbitrary: fc.uniqueArray(
      fc.tuple(
        fc.oneof(id, anyText).map((suffix) => `x-${suffix}`),
        jsonValue,
      ),
      {
        maxLength: 2,
        selector: ([name]) => name,
      },
    ),
    weight: 1,
  },
);

/** Names of fields that may stand together in a record. */
function namesArbitrary(type: RecordType, depth: number): fc.Arbitrary<readonly string[]> {
  const names = Object.keys(type.fields);
  const isRequired = (name: string) => type.fields[name]?.required === true;
  const grouped = [...(type.exactlyOne ?? []), ...(type.atMostOne ?? [])];
  const free = names.filter(
    (name) => !isRequired(name) && !grouped.some((group) => group.includes(name)) && fits(type, name, depth),
  );
  const choice = (group: readonly string[]) =>
    fc.constantFrom(...group.filter((name) => fits(type, name, depth)));
  return fc
    .tuple(
      fc.subarray(free),
      fc.tuple(...(type.exactlyOne ?? []).map(choice)),
      fc.tuple(
        ...(type.atMostOne ?? []).map((group) => fc.option(choice(group), { freq: 4, nil: undefined })),
      ),
      type.atLeastOne ? choice(type.atLeastOne.fields) : fc.constant(undefined),
    )
    .map(([chosen, one, most, least]) => {
      const isThere = type.atLeastOne?.fields.some((name) => chosen.includes(name)) ?? true;
      const present = new Set([
        ...(least === undefined || isThere ? [] : [least]),
        ...names.filter(isRequired),
        ...one,
        ...most.filter((name) => name !== undefined),
        ...chosen,
      ]);
      return settle(type, present);
    });
}

/** Whether a field, with what it demands beside it, can be had within the depth. */
function fits(type: RecordType, name: string, depth: number): boolean {
  if (depth > 1) return true;
  const demanded = Object.entries(type.fields).filter(([, field]) => field.requiredWith?.includes(name));
  return ![type.fields[name], ...demanded.map(([, field]) => field)].some(
    (field) => field && holdsRecord(field.type),
  );
}

function holdsRecord(type: FieldType): boolean {
  return type.kind === "record" || ((type.kind === "list" || type.kind === "map") && holdsRecord(type.of));
}

/** Takes out what may not stand where it does, and adds what is demanded. */
function settle(type: RecordType, present: Set<string>): readonly string[] {
  for (let round = 0; round < 3; round++) {
    for (const [name, field] of Object.entries(type.fields)) {
      if (field.requiredWith?.some((trigger) => present.has(trigger))) present.add(name);
      const isLost = field.only && !field.only.some((owner) => present.has(owner));
      if (isLost || field.not?.some((rival) => present.has(rival))) present.delete(name);
    }
  }
  return [...present];
}

/** No two entries of a model have one id. */
function withUniqueIds<T extends Runbook | Fragment>(model: T): T {
  const seen = new Set<string>();
  walk(model, ({ owner, key, value, trail }) => {
    const record = trail.at(-1);
    if (key !== "id" || typeof value !== "string" || owner !== record?.value || !record.type.entry) return;
    let unique = value;
    for (let count = 2; seen.has(unique); count++) unique = `${value.slice(0, 58)}-${count}`;
    seen.add(unique);
    Object.assign(owner, { id: unique });
  });
  return model;
}

// The table of fields, from which types and values are both made, is what makes these two claims true.
export const runbooks = recordArbitrary("runbook").map((model) => withUniqueIds(model as Runbook));
export const fragments = recordArbitrary("fragment").map((model) => withUniqueIds(model as Fragment));

/** Runbooks and fragments of every shape. */
export const models: fc.Arbitrary<Runbook | Fragment> = fc.oneof(
  { arbitrary: runbooks, weight: 3 },
  { arbitrary: fragments, weight: 1 },
);
