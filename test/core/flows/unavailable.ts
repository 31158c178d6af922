import { claimInstance } from "../../../core/flows/claim-instance.ts";
import type { ClaimRequest } from "../../../core/model/claim.ts";
import { offeringOf } from "../../../core/model/offering.ts";
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
  const unavailable = new Set(shut);
  const started: string[] = [];
  const { power, launcher } = on.ports;
  const start: typeof power.start = async (id) => {
    const { az, type, market } = await on.instance(id);
    const offering = offeringOf(az, type, market);
    started.push(offering);
    const answer = await power.start(id);
    return unavailable.has(offering) ? NO_CAPACITY : answer;
  };
  const launch: typeof launcher.launch = async (request) =>
    unavailable.has(offeringOf(request.intent.az, request.intent.type)) ? NO_CAPACITY : launcher.launch(request);
  return {
    ...on,
    ports: { ...on.ports, power: { ...power, start }, launcher: { launch } },
    shut: unavailable,
    started,
  };
}

/** The n-th claim of the one caller, of the one pool unless it says otherwise. */
export async function claimNth(on: Stage, n: number, asked: Partial<ClaimRequest> = {}) {
  const claimed = await claimInstance(on.ports, { caller: CALLER, key: `job-${n}`, pool: POOL, ...asked });
  if (claimed.kind !== "answer") throw new Error(`no answer: ${claimed.kind}`);
  return claimed;
}

/** What was tried for a claim, each as `attempt outcome instance`. */
export const attemptsOf = ({ attempts = [] }: Awaited<ReturnType<Stage["claim"]>>): readonly string[] =>
  attempts.map(({ attempt, outcome, instance }) =>
    [attempt, outcome, instance && Number(`0x${instance.slice(2)}`)].filter(Boolean).join(" "),
  );
