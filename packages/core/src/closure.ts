import { joinPath } from "./link.js";
import type { Linked } from "./linked.js";
import type { Part } from "./places.js";
import { compareText, createProblem, type Problem } from "./problem.js";
import type { Place } from "./source.js";
import { templateReferences } from "./template.js";
import { walk } from "./walk.js";

/** The files whose bytes a version is made of. */
export interface Closure {
  /** From the root, with `/`, without `.` and `..`, each once, sorted. */
  readonly paths: readonly string[];
  /** What cannot be in a closure: a path that leads out of the root, or that is none. */
  readonly problems: readonly Problem[];
}

/**
 * The closure of a linked runbook: its own file, each fragment that it uses, directly or through another, each script
 * that a command runs, and each image with a relative address in a Markdown value. Not links, `references` and other
 * runbooks. Nothing is opened. `fromRoot` turns a path as the files of `linked` are named into one from the root.
 */
export async function closurePaths(
  linked: Pick<Linked, "files" | "places">,
  fromRoot: (path: string) => string = (path) => path,
): Promise<Closure> {
  const closure = new Gathering();
  const texts: Text[] = [];
  for (const { source, runbook, fragment, places } of linked.files) {
    const base = fromRoot(source.path);
    closure.add("", base, { source, start: 0, end: 0 });
    const model = runbook ?? fragment;
    if (!model || !places) continue;
    for (const [index, path] of (model.uses ?? []).entries())
      closure.add(base, path, places.of(model.uses ?? [], index));
    walk(model, ({ owner, key, value, type, trail }) => {
      if (typeof value !== "string") return;
      if (key === "file" && trail.at(-1)?.type.type === "Command")
        closure.add(base, value, places.of(owner, key));
      if (type.kind === "markdown" && mayHoldImage(value))
        texts.push({ base, value, at: (part) => places.of(owner, key, part) });
    });
  }
  // A Markdown parser costs more than all the rest: most runbooks hold no image and never load it.
  const images = texts.length > 0 ? await import("./images.js") : undefined;
  for (const { base, value, at } of texts) {
    if (isTangled(value)) closure.refuseText(at({ start: 0, end: Math.min(value.length, 1) }));
    else
      for (const { address, start, end } of images?.imageAddresses(value) ?? [])
        closure.addImage(base, address, at({ start, end }));
  }
  return closure.result();
}

interface Text {
  readonly base: string;
  readonly value: string;
  readonly at: (part: Part) => Place | undefined;
}

/** A cheap look, that may say yes too often. */
function mayHoldImage(text: string): boolean {
  return text.includes("![") || /<(?:img|source)\b/i.test(text);
}

/** Brackets and marks of emphasis: a Markdown parser looks for the end of each, which takes squares where none ends. */
const maxMarks = 3000;

function isTangled(text: string): boolean {
  if (text.length <= maxMarks) return false;
  let count = 0;
  for (const unit of text) if (unit === "[" || unit === "*" || unit === "_" || unit === "<") count++;
  return count > maxMarks;
}

/** A class, because the closure grows. */
class Gathering {
  private readonly paths = new Set<string>();
  private readonly problems: Problem[] = [];

  result(): Closure {
    return { paths: [...this.paths].sort(compareText), problems: this.problems };
  }

  /** A path relative to a file. */
  add(base: string, path: string, at: Place | undefined): void {
    const found = joinPath(base, path);
    if (found === ".." || found.startsWith("../"))
      this.refuse(
        at,
        `\`${path}\` leads out of the root, and what is approved lies inside`,
        "Move the file into the repository, and name it there",
      );
    else if (found === "" || /[\\\u0000-\u001f\u007f]/.test(path))
      this.refuse(
        at,
        `\`${path}\` is no path that every system knows`,
        "Name a file, with `/` between folders",
      );
    else this.paths.add(found);
  }

  addImage(base: string, address: string, at: Place | undefined): void {
    const templates = templateReferences(address);
    // An endpoint or an input that holds a whole address leads elsewhere, as any address does.
    if (templates[0]?.start === 0 || /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(address)) return;
    if (templates.length > 0) {
      const message = `The address of the image, \`${address}\`, depends on a value, and what is approved must not`;
      return this.refuse(at, message, "Name the file itself");
    }
    const path = decoded(/^[^?#]*/.exec(address)?.[0] ?? "");
    if (path === "") return;
    // On a code host, a leading `/` means the root of the repository.
    if (path.startsWith("/")) this.add("", path, at);
    else this.add(base, path, at);
  }

  /** What cannot be looked through may hold an image that nobody approved. */
  refuseText(at: Place | undefined): void {
    this.refuse(
      at,
      `This text has more than ${maxMarks} brackets and marks, too many to look for images in`,
      "Split the text",
    );
  }

  private refuse(at: Place | undefined, message: string, help: string): void {
    if (at) this.problems.push(createProblem({ rule: "reference-unknown", at, message, help }));
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
