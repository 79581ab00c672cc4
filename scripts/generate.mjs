// Writes every generated file; with --check writes nothing and fails where one is not current.
import { loadSource } from "./load-source.mjs";

const check = process.argv.includes("--check");
try {
  // The list of rules first: all that follows is made from what it names.
  const { writeRuleList } = await loadSource("scripts/generate/rule-list.ts");
  const listIsCurrent = writeRuleList({ check });
  const { generate } = await loadSource("scripts/generate/main.ts");
  const code = await generate({ check });
  // Last, for what the linter says is made of all the others.
  const { writeFaultyOutput } = await loadSource("scripts/generate/faulty-output.ts");
  const outputIsCurrent = await writeFaultyOutput({ check });
  process.exitCode = code || (check && !(listIsCurrent && outputIsCurrent) ? 1 : 0);
} catch (error) {
  // Mostly a rule that is not finished: what is missing helps, where our script noticed it does not.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
