#!/usr/bin/env node
// Committed, not built: npm links a workspace's `bin` only if its file exists at install time.
import "../dist/main.js";
