/** Whether a name says that a file is Markdown; everything else is YAML. */
export function isMarkdown(path: string): boolean {
  return /\.(?:md|mdx|md\.erb)$/.test(path);
}
