// What to run while working: `npm run check`. The quick parts of `npm run verify`, in under two minutes.
import { parts, runParts } from "./parts.mjs";
import { installIfNeeded } from "./run.mjs";

installIfNeeded();
await runParts([parts.build, parts.format, parts.types, parts.generated, parts.unit, parts.repository]);
