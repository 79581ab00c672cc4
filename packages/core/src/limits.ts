/** A larger file is one problem, and is not read further. In bytes of UTF-8. */
export const maxBytes = 1024 * 1024;

/** Levels of nesting in a file. */
export const maxDepth = 64;

/** Steps in a file, over all its procedures. */
export const maxSteps = 2000;

/** Problems of one kind in a file: more than anybody reads. A hostile file could have a hundred thousand. */
export const maxProblems = 1000;
