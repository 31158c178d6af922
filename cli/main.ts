#!/usr/bin/env node
import { run } from "./program.ts";
import { nodeTerminal } from "./terminal.ts";

/** A reader that has seen enough (`greenroom list … | head`) is no failure. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = await run(process.argv.slice(2), nodeTerminal(process.env));
