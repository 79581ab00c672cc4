import { readFileSync } from "node:fs";
import { packageNames } from "../packages.mjs";

/** Each package carries the licence: npm packs only what lies in a package's own folder. */
export function licenses(): readonly { readonly path: string; readonly content: string }[] {
  const content = readFileSync("LICENSE", "utf8");
  return packageNames.map((name) => ({ path: `packages/${name}/LICENSE`, content }));
}
