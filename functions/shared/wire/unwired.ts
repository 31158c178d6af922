import type { Ports } from "../../../core/ports/ports.ts";

/** Stands for ports that a function is not wired to, so that their clients stay out of its bundle: whoever calls one is told where to
 *  wire it. `test/stacks/bundles.test.ts` holds that no function does. */
export const unwired = <Name extends keyof Ports>(...names: readonly Name[]): Pick<Ports, Name> =>
  Object.fromEntries(names.map((name) => [name, refusing(name)])) as unknown as Pick<Ports, Name>;

const refusing = (port: string): object =>
  new Proxy(
    {},
    {
      get: (_, method) => () => {
        throw new Error(
          `${port}.${String(method)} is called by a function that is not wired to it: import another file of functions/shared/wire/ there`,
        );
      },
    },
  );
