export { type CurlResult, toCurl } from "./curl.js";
export {
  type FailureCandidate,
  type Guess,
  type Import,
  type ImportedPart,
  type ImportRefused,
  importPage,
  type LeftText,
} from "./import-page.js";
export { importReport } from "./import-report.js";
export { type Coverage, lostWords } from "./import-words.js";
