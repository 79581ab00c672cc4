import type { Block } from "./blocks.js";
import { generatedMark } from "./homes.js";

/** A comment, or several, and nothing else. */
export function isComment(block: Block, text: string): boolean {
  if (block.type !== "html") return false;
  for (let at = block.start; at < block.end; ) {
    if (/\s/.test(text.charAt(at))) at++;
    else {
      const end = text.startsWith("<!--", at) ? text.indexOf("-->", at + 4) : -1;
      if (end < 0 || end >= block.end) return false;
      // HTML ends a comment at `<!-->`, `<!--->` and `--!>` too: what stands behind those is seen.
      if (/^<!--(?:-?>)/.test(text.slice(at, at + 6)) || text.slice(at, end).includes("--!>")) return false;
      at = end + 3;
    }
  }
  return true;
}

/** A comment, or another piece of HTML, that never ends and so takes everything behind it. */
export function isOpenComment(block: Block, text: string): boolean {
  if (block.type !== "html") return false;
  const html = text.slice(block.start, block.end);
  const last = html.lastIndexOf("<!--");
  if (last >= 0) return html.indexOf("-->", last) < 0;
  // The other kinds that only a sign of their own ends (CommonMark 0.31, section 4.6).
  const open = htmlSigns.find(([begin]) => begin.test(html));
  return open !== undefined && !open[1].test(html);
}

const htmlSigns: readonly (readonly [begin: RegExp, end: RegExp])[] = [
  [/^<(?:pre|script|style|textarea)(?:[\s>]|$)/i, /<\/(?:pre|script|style|textarea)>/i],
  [/^<\?/, /\?>/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [/^<![A-Za-z]/, />/],
];

/** The generated part that begins among some blocks and does not end there. */
export function openGenerated(blocks: readonly Block[], text: string): Block | undefined {
  let open: Block | undefined;
  for (const block of blocks) {
    const edge = generatedEdge(block, text);
    if (edge) open = edge === "open" ? (open ?? block) : undefined;
  }
  return open;
}

const openMark = new RegExp(`^<!--\\s{0,9}${generatedMark}(?![a-z])`);
const closeMark = new RegExp(`^<!--\\s{0,9}/${generatedMark}\\s{0,9}-->\\s{0,9}$`);

/** Whether a comment opens or closes a part that was generated. */
export function generatedEdge(block: Block, text: string): "open" | "close" | undefined {
  // A mark is a comment alone: words beside it would vanish with it.
  if (block.type !== "html" || !isComment(block, text)) return undefined;
  const html = text.slice(block.start, Math.min(block.end, block.start + 100));
  if (openMark.test(html)) return "open";
  return closeMark.test(html) ? "close" : undefined;
}
