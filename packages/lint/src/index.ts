export { lint, type LintOptions, type LintResult } from "./lint.js";
export type { BadExample, Finding, GoodExample, Group, Preset, Rule, RuleContext, Setting, Target } from "./rule.js";
export { defineRule } from "./rule.js";
export { rules } from "./rules/index.js";
