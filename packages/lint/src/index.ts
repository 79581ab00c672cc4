export { type LintOptions, type LintResult, lint } from "./lint.js";
export { codeFrame, type FrameOptions, type Mark } from "./report/frame.js";
export { failureJson, jsonReport } from "./report/json.js";
export { createPaint, type Paint } from "./report/paint.js";
export { type PrettyOptions, prettyFailure, prettyReport } from "./report/pretty.js";
export { type Failure, type Report, rulePage, type Summary, summarize } from "./report/report.js";
export { visible, visibleJson, widthOf } from "./report/visible.js";
export type {
  BadExample,
  Finding,
  GoodExample,
  Group,
  Preset,
  Rule,
  RuleContext,
  Setting,
  Spelt,
  Target,
} from "./rule.js";
export { defineRule } from "./rule.js";
export { rules } from "./rules/index.js";
