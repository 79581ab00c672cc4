/** A page in few lines, one a block, for reading by eye and for tests: what is there, of which kind, and its words. */
export function outline({ frontMatter, title, sections }) {
  const lines = [];
  if (frontMatter) lines.push(`front matter ${frontMatter.format}${frontMatter.tree ? "" : ", not read"}`);
  if (title) lines.push(`title ${short(title.text)}`);
  for (const { level, heading, blocks } of sections) {
    lines.push(`${"#".repeat(level) || "-"} ${heading ? short(heading.text) : ""}`.trimEnd());
    lines.push(...blocks.flatMap((block) => outlineBlock(block, "  ")));
  }
  return lines.join("\n");
}

function outlineBlock(block, indent) {
  const deeper = `${indent}  `;
  switch (block.kind) {
    case "prose":
      return [
        `${indent}prose${block.level ? ` level ${block.level}` : ""} ${short(block.text)}${inline(block.inlines)}`,
      ];
    case "steps":
      return [
        `${indent}${block.style}`,
        ...block.items.flatMap(({ number, checked, words, blocks }) => [
          `${deeper}${number ?? ""}${checked === undefined ? "" : checked ? "[x]" : "[ ]"}* ${words ? short(words.text) + inline(words.inlines) : ""}`.trimEnd(),
          ...blocks.flatMap((inner) => outlineBlock(inner, `${deeper}  `)),
        ]),
      ];
    case "code":
      return [
        `${indent}code ${block.lang ?? "-"} ${block.holds}: ${short(block.text)}`,
        ...block.commands.map(
          ({ shell, text, placeholders }) =>
            `${deeper}${shell}> ${short(text)}${placeholders.length > 0 ? ` | fill ${placeholders.map((p) => p.text).join(" ")}` : ""}`,
        ),
      ];
    case "table":
      return [
        `${indent}table ${block.head.map(({ text }) => short(text)).join(" | ")}`,
        ...block.rows.map(
          (row) => `${deeper}${row.map((cell) => short(cell.text) + inline(cell.inlines)).join(" | ")}`,
        ),
      ];
    case "quote":
      return [
        `${indent}quote ${block.tone ?? ""}`.trimEnd(),
        ...block.blocks.flatMap((inner) => outlineBlock(inner, deeper)),
      ];
    case "passage":
      return [`${indent}passage ${block.language}`];
    case "definition":
      return [`${indent}definition ${block.label} = ${block.address}`];
    default:
      return [`${indent}${block.kind}`];
  }
}

function inline({ commands, codes, links, images, placeholders }) {
  const parts = [
    ["run", commands.map(({ text }) => text)],
    ["code", codes.map(({ text }) => text)],
    ["link", links.map(({ words, address }) => `${words}(${address})`)],
    ["image", images.map(({ words, address }) => `${words}(${address})`)],
    ["fill", placeholders.map(({ text }) => text)],
  ].filter(([, values]) => values.length > 0);
  return parts.map(([name, values]) => ` | ${name} ${values.map(short).join(", ")}`).join("");
}

function short(text) {
  const flat = text.replaceAll(/\s+/g, " ").trim();
  return flat.length > 100 ? `${flat.slice(0, 97)}...` : flat;
}
