import type { Ports } from "../../core/ports/ports.ts";

/** Where a function gets its ports from. */
export type Wired = () => Promise<Ports>;

/** A file of the wiring, such as `wire/with-ec2.ts`: its `wire` makes all ports, once. */
export type Wiring = () => Promise<{ readonly wire: () => Ports }>;

/** The AWS adapters, wired on first use: importing a function loads no AWS SDK, so the local cloud and tests can. What a wiring file
 *  does not import stays out of the function's bundle. In Lambda the wiring happens during init, which is billed once and runs at full
 *  CPU. */
export async function wiredBy(wiring: Wiring): Promise<Wired> {
  let made: Promise<Ports> | undefined;
  const wired: Wired = () => {
    made ??= wiring().then(({ wire }) => wire());
    return made;
  };
  if (inLambda()) await wired();
  return wired;
}

/** Lambda is told by what only its runtime defines: `awslambda` alone is no sign, for Powertools' invoke store defines it anywhere. */
function inLambda(): boolean {
  const { awslambda } = globalThis as { awslambda?: object };
  return awslambda !== undefined && "streamifyResponse" in awslambda;
}
