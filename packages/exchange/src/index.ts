export { type CurlResult, toCurl } from "./curl.js";
export { importPage } from "./import-page.js";
export { importReport } from "./import-report.js";
export type {
  FailureCandidate,
  Guess,
  Import,
  ImportedPart,
  ImportRefused,
  LeftText,
} from "./import-result.js";
export { type Coverage, lostWords } from "./import-words.js";
