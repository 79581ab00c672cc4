#!/usr/bin/env node
// Committed, not built: npm links a workspace's `bin` only if its file exists at install time.
import { setFlagsFromString } from "node:v8";

// Most runs end before optimised code has paid for being made: with eight times V8's patience, linting one large file
// costs half the CPU time. Measured on Node 20 only, whose flag this is.
if (process.version.startsWith("v20.")) setFlagsFromString("--interrupt-budget=1056000");

const { main } = await import("../dist/main.js");
process.exitCode = await main(process.argv.slice(2));
