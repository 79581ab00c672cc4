export { type Policy, type PolicyFile, policyPath, readPolicy } from "./policy.js";
export { type Context, decide, type Decided, type Finding, type SignoffReport, type Status } from "./decide.js";
