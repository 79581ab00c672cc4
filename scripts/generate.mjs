// Writes every generated file; with --check writes nothing and fails where one is not current.
import { loadSource } from "./load-source.mjs";

const check = process.argv.includes("--check");
// The list of rules first: all that follows is made from what it names.
const { writeRuleList } = await loadSource("scripts/generate/rule-list.ts");
const listIsCurrent = writeRuleList({ check });
const { generate } = await loadSource("scripts/generate/main.ts");
process.exitCode = (await generate({ check })) || (check && !listIsCurrent ? 1 : 0);
