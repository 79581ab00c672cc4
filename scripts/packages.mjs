// The packages of this repository, in the order in which they may import one another.

/** Who may import whom. `packages/core` stands alone, and only the command line knows everyone. */
export const mayImport = {
  core: [],
  lint: ["core"],
  signoff: ["core"],
  render: ["core"],
  exchange: ["core"],
  rehearse: ["core"],
  cli: ["core", "lint", "signoff", "render", "exchange", "rehearse"],
};

/** Folder names under `packages/`. */
export const packageNames = Object.keys(mayImport);
