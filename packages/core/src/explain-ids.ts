import { type Faults, replacement } from "./explain-faults.js";
import { patterns, reservedIds } from "./field-types.js";
import type { ScalarNode } from "./tree.js";
import { code } from "./wording.js";
import { emitFlow } from "./yaml/emit.js";

/** An id of the wrong shape; it is told when all places that name it are known. */
interface BadId {
  readonly node: ScalarNode;
  readonly message: string;
  readonly suggestion: string | undefined;
  readonly isNamedElsewhere: boolean;
}

/** The ids of a file and where each is introduced or named, so that a rename changes all of them. */
export class IdBook {
  private readonly bad: BadId[] = [];
  private readonly nodes = new Map<string, ScalarNode[]>();

  /** The id of an entry; `noun` is what sort of entry it is. */
  introduce(node: ScalarNode, noun: string): void {
    this.name(node);
    if (reservedIds.includes(node.text)) {
      const message = `${code(node.text)} is a word of the format and cannot be an id`;
      this.bad.push({ node, message, suggestion: idFrom(`${node.text} ${noun}`), isNamedElsewhere: true });
    } else this.judge(node, true);
  }

  /** The id of a file, or the name of an endpoint: it is no anchor, so every word can be one. */
  introduceApart(node: ScalarNode): void {
    this.judge(node, false);
  }

  name(node: ScalarNode): void {
    const known = this.nodes.get(node.text);
    if (known) known.push(node);
    else this.nodes.set(node.text, [node]);
  }

  tell(faults: Faults): void {
    for (const { node, message, suggestion, isNamedElsewhere } of this.bad) {
      const everywhere = isNamedElsewhere ? ", here and wherever it is named" : "";
      const help = suggestion
        ? `Write an id such as ${code(suggestion)}${everywhere}`
        : "Write an id that begins with a letter, such as `on-call`";
      const isFree = suggestion !== undefined && !this.nodes.has(suggestion);
      const renamed = isNamedElsewhere ? (this.nodes.get(node.text) ?? []) : [node];
      const edits = isFree ? renamed.map((place) => replacement(place, emitFlow(suggestion))) : [];
      const fix = { safe: false, title: `Rename it to ${suggestion} everywhere in this file`, edits };
      faults.add(node, message, help, { rule: "id-format", ...(isFree && { fix }) });
    }
  }

  private judge(node: ScalarNode, isNamedElsewhere: boolean): void {
    if (new RegExp(patterns.id.source, "u").test(node.text)) return;
    const message = `${code(node.text)} is not an id: ${patterns.id.expected}`;
    this.bad.push({ node, message, suggestion: idFrom(node.text), isNamedElsewhere });
  }
}

/** Lower case, hyphens for what is not allowed, a letter first. */
function idFrom(text: string): string | undefined {
  const id = text
    .slice(0, 64)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .replace(/-$/, "");
  return id === "" || reservedIds.includes(id) ? undefined : id;
}
