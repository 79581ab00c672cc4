import { fromMarkdown } from "mdast-util-from-markdown";

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root | Root["children"][number];

/** The address of an image, and where in the Markdown the image stands. */
export interface ImageAddress {
  readonly address: string;
  readonly start: number;
  readonly end: number;
}

/** The addresses of all images in a Markdown text: inline, by reference, and in HTML (`src` and `srcset`). */
export function imageAddresses(markdown: string): readonly ImageAddress[] {
  const root = fromMarkdown(markdown);
  const definitions = new Map<string, string>();
  visit(root, (node) => {
    if (node.type === "definition" && !definitions.has(node.identifier))
      definitions.set(node.identifier, node.url);
  });
  const found: ImageAddress[] = [];
  visit(root, (node) => {
    const start = node.position?.start.offset ?? 0;
    const end = node.position?.end.offset ?? start;
    for (const address of addressesOf(node, definitions)) found.push({ address, start, end });
  });
  return found;
}

function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  if ("children" in node) for (const child of node.children) visit(child, see);
}

function addressesOf(node: Node, definitions: ReadonlyMap<string, string>): readonly string[] {
  switch (node.type) {
    case "image":
      return [node.url];
    case "imageReference":
      return [definitions.get(node.identifier) ?? ""];
    case "html":
      return tags(node.value).flatMap(({ name, attributes }) => [
        ...(name === "img" ? [attributes.get("src") ?? ""] : []),
        ...(name === "img" || name === "source" ? candidates(attributes.get("srcset") ?? "") : []),
      ]);
    default:
      return [];
  }
}

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** The opening tags of an HTML text; comments are left out. */
function tags(html: string): readonly Tag[] {
  const found: Tag[] = [];
  for (let at = html.indexOf("<"); at >= 0; at = html.indexOf("<", at)) {
    if (html.startsWith("<!--", at)) {
      const end = html.indexOf("-->", at + 4);
      if (end < 0) return found;
      at = end + 3;
      continue;
    }
    const name = stick(/[a-z][^\s/>]*/iy, html, at + 1);
    at += 1 + (name?.length ?? 0);
    if (name === undefined) continue;
    const attributes = new Map<string, string>();
    for (;;) {
      at += stick(/[\s/]*/y, html, at)?.length ?? 0;
      const key = stick(/[^\s/>=]+/y, html, at);
      if (key === undefined) break;
      at += key.length;
      const raw = stick(/\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>][^\s>]*)/y, html, at);
      at += raw?.length ?? 0;
      const value =
        raw
          ?.trimStart()
          .slice(1)
          .trim()
          .replace(/^(["'])(.*)\1$/s, "$2") ?? "";
      if (!attributes.has(key.toLowerCase())) attributes.set(key.toLowerCase(), unescaped(value));
    }
    found.push({ name: name.toLowerCase(), attributes });
  }
  return found;
}

/** What a sticky pattern matches at a place. */
function stick(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** The addresses of a `srcset`: each with a width or density behind it, and commas between. */
function candidates(srcset: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < srcset.length; ) {
    at += stick(/[\s,]*/y, srcset, at)?.length ?? 0;
    const address = stick(/\S*/y, srcset, at) ?? "";
    at += address.length;
    const bare = withoutCommas(address);
    if (bare !== "") found.push(bare);
    if (bare === address) at += stick(/[^,]*/y, srcset, at)?.length ?? 0;
  }
  return found;
}

function withoutCommas(address: string): string {
  let end = address.length;
  while (address.charAt(end - 1) === ",") end--;
  return address.slice(0, end);
}

/** `&amp;` and the like undone, by the parser that knows them all. */
function unescaped(value: string): string {
  if (!value.includes("&") || /[<>\\\r\n]/.test(value)) return value;
  const [paragraph] = fromMarkdown(`![](<${value}>)`).children;
  const image = paragraph?.type === "paragraph" ? paragraph.children[0] : undefined;
  return image?.type === "image" ? image.url : value;
}
