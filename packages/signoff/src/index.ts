export {
  type Context,
  type Decided,
  decide,
  type Finding,
  type SignoffReport,
  type Status,
} from "./decide.js";
export { type Policy, type PolicyFile, policyPath, readPolicy } from "./policy.js";
