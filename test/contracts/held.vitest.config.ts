import { defineConfig } from "vitest/config";

/** Cases that `held.test.ts` has run, to see what becomes of them. */
export default defineConfig({ test: { include: ["test/contracts/held.cases.ts"] } });
