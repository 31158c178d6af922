import type { Ports } from "../../core/ports/ports.ts";

/** Where a function gets its ports from. */
export type Wired = () => Promise<Ports>;

let wired: Promise<Ports> | undefined;

/** The AWS adapters, wired on first use: importing a function loads no AWS SDK, so the local cloud and tests can. */
export const ports: Wired = () => {
  wired ??= import("./wire.ts").then(({ wire }) => wire());
  return wired;
};

/** In Lambda the wiring happens during init, which is billed once and runs at full CPU. Lambda is told by what only its runtime
 *  defines: `awslambda` alone is no sign, for Powertools' invoke store defines it anywhere. */
const { awslambda } = globalThis as { awslambda?: object };
if (awslambda && "streamifyResponse" in awslambda) await ports();
