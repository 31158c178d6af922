import { type ApplyResult, applyPools } from "../../../core/flows/apply-pools.ts";
import { type PoolFile, poolFile } from "../../../events/requests/pool-file.v1.ts";
import { CALLER } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";

/** A template and a pool of it, as a file has them. */
export const TEMPLATE = {
  name: "linux-test",
  os: "linux",
  images: { "eu-west-1": "ami-0c7ab9d5f33a1e201" },
  types: ["c7i.large"],
  subnets: { "eu-west-1a": "subnet-0aaa0000000000001" },
  tags: { team: "test" },
  usdPerHour: { running: 0.1, stopped: 0.01 },
  ready: { by: "self-stop" },
};
export const POOL = {
  id: "tests",
  template: "linux-test",
  region: "eu-west-1",
  target: { stopped: 2 },
  max: { instances: 5 },
};
/** A file of one of each, with something changed. */
export const file = (
  changes: { template?: object; pool?: object; templates?: object[]; pools?: object[] } = {},
): PoolFile =>
  poolFile.parse({
    version: 1,
    templates: changes.templates ?? [{ ...TEMPLATE, ...changes.template }],
    pools: changes.pools ?? [{ ...POOL, ...changes.pool }],
  });
export const empty = () => stage({ pools: [], templates: [] });
export const apply = (on: Stage, what: PoolFile, dryRun = false) =>
  applyPools(on.ports, what, { dryRun, by: { caller: CALLER, request: "req-1" } });
/** Each change as a row, its differences by their fields. */
export const changesOf = (result: ApplyResult) => {
  if (result.kind !== "applied") throw new Error(result.kind);
  return result.changes.map(({ kind, id, version, isNew, differences }) => [
    kind,
    id,
    version,
    isNew,
    differences.map(({ field }) => field),
  ]);
};
