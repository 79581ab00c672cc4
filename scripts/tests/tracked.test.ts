import { homedir } from "node:os";
import { describe, expect, test } from "vitest";
import { files, root, textOf } from "./repository.js";

interface LockedPackage {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const locked: Readonly<Record<string, LockedPackage>> = JSON.parse(textOf("package-lock.json")).packages;

describe("package-lock.json", () => {
  test("holds no download addresses, so that it works behind any mirror", () => {
    const addresses = Object.entries(locked).filter(
      ([, { resolved, link }]) => resolved !== undefined && !link,
    );
    expect(addresses).toEqual([]);
  });

  // npm leaves out what a mirror does not have; `npm ci` then refuses the lock file on every machine.
  test("names the optional packages of every platform, not only of the one it was made on", () => {
    const missing = Object.values(locked)
      .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
      .filter((name) => !Object.keys(locked).some((path) => path.endsWith(`node_modules/${name}`)));
    expect(missing).toEqual([]);
  });
});

describe("files in the repository", () => {
  // Put together here, so that this file does not hold what it forbids.
  const forbidden = [
    { what: "a folder of the machine it was written on", pattern: literally(["", "work", ""].join("/")) },
    { what: "the folder of this clone", pattern: literally(root) },
    { what: "the home folder of who runs this", pattern: literally(`${homedir()}/.`) },
    { what: "the host of a package registry", pattern: /\bregistry\.(?!example\b)[a-z0-9-]+\.[a-z]{2,}\b/ },
  ];

  test.each(forbidden)("none names $what", ({ pattern }) => {
    expect(files.filter((path) => pattern.test(textOf(path)))).toEqual([]);
  });
});

function literally(text: string): RegExp {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}
