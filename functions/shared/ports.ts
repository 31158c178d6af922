import type { Ports } from "../../core/ports/ports.ts";

let wired: Promise<Ports> | undefined;

/** The AWS adapters, wired on first use: importing a function loads no AWS SDK, so the local cloud and tests can. */
export const ports = (): Promise<Ports> => {
  wired ??= import("./wire.ts").then(({ wire }) => wire());
  return wired;
};

/** In Lambda (whose runtime defines `awslambda`) the wiring happens during init, which is billed once and runs at full CPU. */
if ("awslambda" in globalThis) await ports();
