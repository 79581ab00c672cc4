import { isAbsolute, relative, sep } from "node:path";
import type { Host } from "./host.js";

/** How a path is named in reports: relative to the working folder, with `/`. */
export function pathName(path: string, { cwd }: Pick<Host, "cwd">): string {
  const name = relative(cwd, path);
  // On Windows, what is on another disk has no relative name.
  if (isAbsolute(name)) return name;
  return name === "" ? "." : name.split(sep).join("/");
}
