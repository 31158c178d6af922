/** Where a function gets its ports from. */
export type Wired<Needs> = () => Promise<Needs>;

/** The AWS adapters, wired on first use: importing a function loads no AWS SDK, so the local cloud and tests can. `wire` imports a file of
 *  `wire/`, and what that does not import stays out of the function's bundle. In Lambda the wiring happens during init, which is billed
 *  once and runs at full CPU. */
export async function wiredBy<Needs>(wire: () => Promise<Needs>): Promise<Wired<Needs>> {
  let made: Promise<Needs> | undefined;
  const wired = (): Promise<Needs> => {
    made ??= wire();
    return made;
  };
  if (inLambda()) await wired();
  return wired;
}

/** Lambda is recognized by what only its runtime defines: `awslambda` alone is no sign, for Powertools' invoke store defines it anywhere. */
function inLambda(): boolean {
  const { awslambda } = globalThis as { awslambda?: object };
  return awslambda !== undefined && "streamifyResponse" in awslambda;
}
