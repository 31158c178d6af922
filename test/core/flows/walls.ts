import { claimInstance } from "../../../core/flows/claim-instance.ts";
import { placeOf } from "../../../core/model/capacity.ts";
import type { ClaimRequest } from "../../../core/model/claim.ts";
import { CALLER, POOL } from "../../builders.ts";
import { NO_CAPACITY } from "./ec2.ts";
import { type Stage, stage } from "./stage.ts";

/** A stage whose EC2 has no capacity at some places, for starts and launches alike. */
export interface Walled extends Stage {
  readonly shut: Set<string>;
  /** Where each start was asked for, in order. */
  readonly started: string[];
}

export async function walled(shut: readonly string[], given: Parameters<typeof stage>[0]): Promise<Walled> {
  const on = await stage(given);
  const walls = new Set(shut);
  const started: string[] = [];
  const { power, launcher } = on.ports;
  const start: typeof power.start = async (id) => {
    const { az, type, market } = await on.instance(id);
    const place = placeOf(az, type, market);
    started.push(place);
    const answer = await power.start(id);
    return walls.has(place) ? NO_CAPACITY : answer;
  };
  const launch: typeof launcher.launch = async (request) =>
    walls.has(placeOf(request.intent.az, request.intent.type)) ? NO_CAPACITY : launcher.launch(request);
  return { ...on, ports: { ...on.ports, power: { ...power, start }, launcher: { launch } }, shut: walls, started };
}

/** The n-th claim of the one caller, of the one pool unless it says otherwise. */
export async function claimNth(on: Stage, n: number, wish: Partial<ClaimRequest> = {}) {
  const claimed = await claimInstance(on.ports, { caller: CALLER, key: `job-${n}`, pool: POOL, ...wish });
  if (claimed.kind !== "answer") throw new Error(`no answer: ${claimed.kind}`);
  return claimed;
}

/** What was tried for a claim, each as `rung outcome instance`. */
export const trailOf = ({ trail = [] }: Awaited<ReturnType<Stage["claim"]>>): readonly string[] =>
  trail.map(({ rung, outcome, instance }) =>
    [rung, outcome, instance && Number(`0x${instance.slice(2)}`)].filter(Boolean).join(" "),
  );
