import { idOf } from "../../../core/claims/persistent.ts";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import { move } from "../../../core/flows/steps/move.ts";
import type { Claim, ClaimRequest } from "../../../core/model/claim.ts";
import { HOUR_MS } from "../../../core/model/time.ts";
import { handle } from "../../../functions/perform-action.ts";
import { aPool, CALLER, inState, instanceNo, POOL } from "../../builders.ts";
import { type Stage, stage } from "./stage.ts";

/** A persistent claim of the one caller, and the ids of its first claims. */
export const REQUEST: ClaimRequest = { caller: CALLER, key: "ci", pool: POOL, persistent: true };
export const [FIRST, SECOND, THIRD] = [1, 2, 3].map((generation) => idOf(REQUEST, generation)) as [
  string,
  string,
  string,
];

/** Looks after it, as the function that performs actions does. */
export const persist = (on: Stage, claim = FIRST) =>
  handle(on.ports)({
    id: "an-event",
    at: on.clock.at,
    region: undefined,
    replay: undefined,
    detail: { version: 1, action: { do: "persist", claim, cause: "a test" } },
  });

/** A pool with warm ones, one of them claimed for good and in use for an hour. */
export async function kept(warm = 4, pool = aPool()): Promise<Stage> {
  const on = await stage({
    pools: [pool],
    instances: Array.from({ length: warm }, (_, n) => inState("warm", { id: instanceNo(n + 1) })),
  });
  await claimInstance(on.ports, REQUEST);
  await settle(on, FIRST);
  on.clock.at += HOUR_MS;
  return on;
}

/** Its instance runs and has reported all there is to report: whatever is leased is delivered. */
export async function settle(on: Stage, id: string): Promise<void> {
  const claim = await on.claim(id);
  if (claim.state !== "leased" || claim.instance === undefined) return;
  const stamp = { at: on.clock.at, cause: "a test" };
  const instance = claim.instance;
  await move(on.ports, instance, () => ({ name: "ec2:running", seenAt: on.clock.at, ...stamp }));
  await move(on.ports, instance, ({ state }) =>
    state === "in-use" ? undefined : { name: "ready", reasons: [], ...stamp },
  );
}

/** EC2 says that a claim's instance is no more; or that it will not be for long. */
export const gone = async (on: Stage, id: string) => {
  const { instance = "" } = await on.claim(id);
  await move(on.ports, instance, () => ({
    name: "ec2:terminated",
    seenAt: on.clock.at,
    at: on.clock.at,
    cause: "event:x",
  }));
};
export const warned = async (on: Stage, id: string) => {
  const { instance = "" } = await on.claim(id);
  await move(on.ports, instance, () => ({
    name: "interrupted",
    notice: "spot-terminate",
    at: on.clock.at,
    cause: "event:x",
  }));
};
/** The claims of the desired state; and those that have, or wait for, an instance. */
export const every = async (on: Stage): Promise<readonly Claim[]> => on.ports.claims.page(POOL, { limit: 50 });
export const live = async (on: Stage) =>
  (await every(on)).filter(({ endedAt }) => endedAt === undefined).map(({ id }) => id);
