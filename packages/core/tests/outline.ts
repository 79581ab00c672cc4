import type { Block, Inlines, Page, Step } from "../src/markdown/page.js";

/** A page in few lines, one a block: what is there, of which kind, and its words. For tests, and for reading by eye. */
export function outline({ frontMatter, title, sections }: Page): string {
  const lines: string[] = [];
  if (frontMatter) lines.push(`front matter ${frontMatter.format}${frontMatter.tree ? "" : ", not read"}`);
  if (title) lines.push(`title ${short(title.text)}`);
  for (const { level, heading, blocks } of sections) {
    lines.push(
      `${"#".repeat(level) || "-"} ${heading ? short(heading.text) + inline(heading.inlines) : ""}`.trimEnd(),
    );
    lines.push(...blocks.flatMap((block) => outlineBlock(block, "  ")));
  }
  return lines.join("\n");
}

function outlineBlock(block: Block, indent: string): string[] {
  const deeper = `${indent}  `;
  const within = (blocks: readonly Block[]) => blocks.flatMap((inner) => outlineBlock(inner, deeper));
  switch (block.kind) {
    case "prose":
      return [
        `${indent}prose${block.level ? ` level ${block.level}` : ""} ${short(block.text)}${inline(block.inlines)}`,
      ];
    case "steps":
      return [`${indent}${block.style}`, ...block.items.flatMap((step) => outlineStep(step, deeper))];
    case "code":
      return [
        `${indent}code ${block.lang ?? "-"} ${block.holds} ${shown(block.text)}`,
        ...block.commands.map(
          ({ shell, text, placeholders }) =>
            `${deeper}${shell} ${shown(text)}${list(
              "fill",
              placeholders.map((found) => found.text),
            )}`,
        ),
      ];
    case "table":
      return [block.head, ...block.rows].map(
        (row, index) =>
          `${index === 0 ? `${indent}table ` : deeper}${row.map((cell) => short(cell.text) + inline(cell.inlines)).join(" / ")}`,
      );
    case "quote":
      return [`${indent}quote ${block.tone ?? ""}`.trimEnd(), ...within(block.blocks)];
    case "passage":
      return [`${indent}passage ${block.language}`];
    case "definition":
      return [`${indent}definition ${block.label} = ${block.address}`];
    case "ruler":
      return [`${indent}ruler`];
  }
}

function outlineStep({ number, checked, words, blocks }: Step, indent: string): string[] {
  const box = checked === undefined ? "" : checked ? " [x]" : " [ ]";
  const said = words ? ` ${short(words.text)}${inline(words.inlines)}` : "";
  return [
    `${indent}${number ?? "*"}${box}${said}`,
    ...blocks.flatMap((inner) => outlineBlock(inner, `${indent}  `)),
  ];
}

function inline({ commands, codes, links, images, placeholders }: Inlines): string {
  return [
    list(
      "run",
      commands.map(({ text }) => text),
    ),
    list(
      "code",
      codes.map(({ text }) => text),
    ),
    list(
      "link",
      links.map(({ words, address }) => `${words} → ${address}`),
    ),
    list(
      "image",
      images.map(({ words, address }) => `${words} → ${address}`),
    ),
    list(
      "fill",
      placeholders.map(({ text }) => text),
    ),
  ].join("");
}

const list = (name: string, values: readonly string[]) =>
  values.length === 0 ? "" : ` {${name}: ${values.map(short).join("; ")}}`;

const shown = (text: string) => JSON.stringify(text.length > 160 ? `${text.slice(0, 157)}...` : text);

function short(text: string): string {
  const flat = text.replaceAll(/\s+/g, " ").trim();
  return flat.length > 160 ? `${flat.slice(0, 157)}...` : flat;
}
