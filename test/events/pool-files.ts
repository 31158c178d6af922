import { problemsOf } from "../../events/contract.ts";
import { expectation } from "../../events/expectation.ts";
import { poolFile } from "../../events/requests/pool-file.v1.ts";

/** A template and a pool without fault. */
export const TEMPLATE = {
  name: "win",
  os: "windows",
  images: { "eu-west-1": "ami-0a1b2c3d4e5f60718" },
  types: ["m7i.large"],
  subnets: { "eu-west-1a": "subnet-0aaa0000000000001" },
  ready: { by: "signals", needs: ["sysprep", "clock"], maxClockOffsetMs: 1_000 },
};
export const POOL = {
  id: "build",
  template: "win",
  region: "eu-west-1",
  target: { stopped: 2 },
  max: { instances: 5 },
};
/** A file of one of each, with something changed. */
export const file = ({
  template = {},
  pool = {},
  ...rest
}: { template?: object; pool?: object } & Record<string, unknown> = {}) => ({
  version: 1,
  templates: [{ ...TEMPLATE, ...template }],
  pools: [{ ...POOL, ...pool }],
  ...rest,
});
/** Each complaint as its field and its sentence. */
export const told = (value: unknown) => {
  const read = poolFile.safeParse(value, { error: expectation });
  return read.success ? [] : problemsOf(read.error).map(({ field, message }) => [field, message]);
};
export const many = <T>(count: number, of: (n: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, n) => of(n));
