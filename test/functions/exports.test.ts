import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { logger } from "../../functions/shared/chain.ts";
import { CONTEXT } from "./lambda.ts";

const FOLDER = new URL("../../functions/", import.meta.url);
const deployed = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".ts") && file !== "routes.ts")
  .map((file) => basename(file, ".ts"));

afterEach(() => {
  vi.restoreAllMocks();
});

describe("what is exported is what is deployed", () => {
  it("has one function per trigger of the design", () => {
    expect(deployed).toEqual([
      "alert-tick",
      "api",
      "forecast-tick",
      "instance-state-changed",
      "notify",
      "perform-action",
      "plan-pool",
      "plan-tick",
      "probe-from-queue",
      "probe-from-topic",
      "probe-tick",
      "rebalance-recommended",
      "republish",
      "retirement-scheduled",
      "shadow",
      "spot-interrupted",
      "sweep-tick",
      "sweep",
      "wake",
    ]);
  });

  it.each(deployed)(
    "%s exports a handler that wears the chain: what it throws is logged by the chain and passed on",
    async (name) => {
      const logged = vi.spyOn(logger, "error").mockImplementation(() => {});
      const { handler } = await import(new URL(`${name}.ts`, FOLDER).href);
      // No trigger sends this; with it every handler fails, and only the chain logs `failed`.
      await expect(handler(undefined, CONTEXT)).rejects.toThrow();
      expect(logged.mock.calls.filter(([message]) => message === "failed")).toHaveLength(1);
    },
  );

  it.each(deployed)("%s logs with Lambda's own context, which only the chain injects", async (name) => {
    vi.spyOn(logger, "error").mockImplementation(() => {});
    const injected = vi.spyOn(logger, "addContext");
    const { handler } = await import(new URL(`${name}.ts`, FOLDER).href);
    await expect(handler(undefined, CONTEXT)).rejects.toThrow();
    expect(injected).toHaveBeenCalledWith(CONTEXT);
  });
});
