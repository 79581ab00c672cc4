// Everything that must hold before a change lands: `npm run verify`. Works as the first command in a fresh clone.
import { parts, runParts } from "./parts.mjs";
import { installIfNeeded } from "./run.mjs";

installIfNeeded();
await runParts(Object.values(parts));
