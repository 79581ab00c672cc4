// `npm run new-rule <id>`: writes the file of a rule, to be filled in. `npm run generate` does the rest.
import { existsSync, writeFileSync } from "node:fs";

const [id] = process.argv.slice(2);
if (!id || !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id)) {
  console.error("Expected the id of the rule: subject, then defect, such as `owner-unknown`");
  process.exit(3);
}
const path = `packages/lint/src/rules/${id}.ts`;
if (existsSync(path)) {
  console.error(`${path} is there already`);
  process.exit(3);
}
writeFileSync(
  path,
  `import { defineRule } from "../rule.js";

export default defineRule({
  id: "${id}",
  group: "flow",
  summary: "",
  why: "",
  severity: { recommended: "off", strict: "warning", migrate: "off" },
  confidence: "high",
  check({ steps, report }) {
    for (const { step } of steps) {
      if (step.title === "") report({ at: [step, "title"], message: "", help: "" });
    }
  },
  // At least three; the reported place stands in [| and |].
  bad: [],
  // At least five, each titled by the trap that it guards.
  good: [],
});
`,
);
console.log(`written: ${path}
Fill it in, then run \`npm run generate\` and \`npx vitest run packages/lint\`, and add a changeset.`);
