// Prints "<passed> <failed>" for a report of vitest. A test that was skipped, and a file that did not load, have failed.
import { readFileSync } from "node:fs";

const read = (path) => {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return { success: false };
  }
};

const { success, numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = read(process.argv[2]);
const failed = numFailedTests + numPendingTests + numTodoTests;
if (numPendingTests > 0) console.error(`${numPendingTests} tests were skipped: install what they say is missing.`);
console.log(`${numPassedTests} ${success || failed > 0 ? failed : 1}`);
