import { afterEach, describe, expect, it, vi } from "vitest";
import { logger } from "../../functions/shared/chain.ts";
import { FUNCTIONS } from "../../functions/shared/manifest/functions.ts";
import { CONTEXT } from "./lambda.ts";

const FOLDER = new URL("../../functions/", import.meta.url);
const deployed = FUNCTIONS.map(({ name }) => name);

afterEach(() => {
  vi.restoreAllMocks();
});

describe("what is exported is what is deployed", () => {
  it("has a function for each trigger of the design", () => {
    expect(new Set(FUNCTIONS.map(({ fed }) => fed.by))).toEqual(
      new Set(["event", "schedule", "queue", "probes", "replays", "redrive", "stream", "topic", "http"]),
    );
    expect(deployed.length).toBeGreaterThanOrEqual(19);
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
