export { renderMarkdown } from "./markdown.js";
export { toMermaid } from "./mermaid.js";
