export { type Doer, type Plan, type PlannedStep, plan } from "./plan.js";
