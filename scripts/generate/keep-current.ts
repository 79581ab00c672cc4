import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** A generated file. */
export interface Output {
  readonly path: string;
  readonly content: string;
}

/** Writes a file that differs and tells it; with `check`, only tells. Whether it was current. */
export function keepCurrent({ path, content }: Output, { check }: { check: boolean }): boolean {
  if (readOr(path) === content) return true;
  console.log(check ? `not current: ${path} (run \`npm run generate\`)` : `written: ${path}`);
  if (!check) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return false;
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
