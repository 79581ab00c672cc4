import type { EntryKind } from "./field-types.js";
import { entryWords } from "./markdown/entry-words.js";
import type { Part, Places } from "./places.js";
import type { Problem } from "./problem.js";
import type { ReadResult } from "./read.js";
import type {
  ErrorEntry,
  Fragment,
  Party,
  Procedure,
  Request,
  Runbook,
  Secret,
  Step,
  System,
} from "./runbook.js";
import type { Place } from "./source.js";

/** Where a runbook's fragments come from. Paths are as the runbook's own path was given, with `/`. */
export interface Files {
  /** A file, or in words why it cannot be had: `There is no such file`. */
  readonly load: (path: string) => ReadResult | { readonly refused: string };
  /** The runbook with that id under the root, for `do: runbook/procedure`. Without it, such calls are not checked. */
  readonly runbook?: (id: string) => ReadResult | undefined;
}

/** Something that has an id. */
export interface Entry {
  readonly kind: EntryKind;
  readonly id: string;
  /** The model object; for a saved value, the mapping or step that introduces it. */
  readonly value: object;
  /** Key in `value` under which the id stands. */
  readonly key: string;
  /** Whether the id is the key itself and not its value. */
  readonly isKey: boolean;
  /** Of a step: the procedure that it is in. */
  readonly procedure?: Procedure;
  /** Index in `Linked.files` of the file where it stands. */
  readonly file: number;
}

/** A place where an id is named. */
export interface Reference {
  readonly id: string;
  /** What may stand here. */
  readonly to: readonly EntryKind[];
  readonly owner: object;
  readonly key: string | number;
  /** Name of the field in which it stands. */
  readonly field: string;
  /** Whether the id is the name of a row rather than a value. */
  readonly isKey: boolean;
  /** Of a `{{…}}`: where in the text. */
  readonly part?: Part;
  /** The entry that is named, if there is one of a kind that may stand here. */
  readonly entry?: Entry;
  /** The step in which it stands, if any. */
  readonly step?: Step;
  readonly procedure?: Procedure;
  readonly file: number;
}

/** A runbook or fragment together with the fragments that it uses, every name resolved. */
export interface Linked {
  readonly root: Runbook | Fragment;
  /** The file itself, then its fragments, each once, in the order in which they are first named. */
  readonly files: readonly ReadResult[];
  readonly places: Places;
  /** By id; of two entries with one id, the first. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly references: readonly Reference[];
  /** Of the root file and its fragments. */
  readonly procedures: readonly Procedure[];
  readonly errors: readonly ErrorEntry[];
  readonly requests: ReadonlyMap<string, Request>;
  readonly systems: ReadonlyMap<string, System>;
  readonly parties: ReadonlyMap<string, Party>;
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly problems: readonly Problem[];
}

/** The procedures of the file itself; those of its fragments are left out. */
export function ownProcedures(linked: Linked): readonly Procedure[] {
  return linked.root.procedures ?? [];
}

/** What an entry is called where a page links to it; its id where it has no words of its own. */
export function entryName({ kind, id, value }: Entry): string {
  // The names of saved values are ids, whatever else is called `title` beside them.
  return (kind === "value" ? undefined : entryWords(value, kind)) ?? id;
}

/** Where an entry's id stands. */
export function entryPlace(entry: Entry, places: Places): Place | undefined {
  return entry.isKey ? places.ofKey(entry.value, entry.key) : places.of(entry.value, entry.key);
}

/** Where a reference stands. */
export function referencePlace(reference: Omit<Reference, "entry">, places: Places): Place | undefined {
  const { owner, key, isKey, part } = reference;
  return isKey ? places.ofKey(owner, String(key)) : places.of(owner, key, part);
}
