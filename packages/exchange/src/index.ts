export { type CurlResult, toCurl } from "./curl.js";
