import { defineConfig } from "vitest/config";

/** What a mutant of the core is held against: the tests of the core alone, in one project. */
export default defineConfig({ test: { include: ["test/core/**/*.test.ts"], testTimeout: 30_000 } });
