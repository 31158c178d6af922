import { SWEEP_TICK_MS } from "../../../core/model/limits.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { play } from "../../../local/play.ts";
import { round2 } from "../figures.ts";

const POLL_EVERY_MS = MINUTE_MS;
const CHURN_PER_HOUR = 0.01;

/** Calls that change something. */
const MUTATIONS = [
  "RunInstances",
  "StartInstances",
  "StopInstances",
  "TerminateInstances",
  "ModifyInstanceAttribute",
  "CreateTags",
] as const;

/** EC2 calls a day: ours are sweeps and mutations, because events supply the rest; a poller lists as often as it wants to know, and
 *  mutates as much. What a sweep calls was counted; what the replacing of an instance calls, claims of it included, is counted in a
 *  played day. */
export async function callsPerDay({ instances, callsPerSweep }: { instances: number; callsPerSweep: number }) {
  const { ec2Calls } = await play({ seed: 1, days: 1 });
  const changed = MUTATIONS.reduce((sum, name) => sum + ec2Calls[name], 0);
  const mutationsPerReplacement = changed / ec2Calls.TerminateInstances;
  const replacements = instances * CHURN_PER_HOUR * (DAY_MS / HOUR_MS);
  const mutations = Math.round(replacements * mutationsPerReplacement);
  const withListing = (everyMs: number) => {
    const listing = callsPerSweep * (DAY_MS / everyMs);
    return { listing, mutations, total: listing + mutations };
  };
  return {
    ours: withListing(SWEEP_TICK_MS),
    polling: withListing(POLL_EVERY_MS),
    assuming: {
      sweepEveryMinutes: SWEEP_TICK_MS / MINUTE_MS,
      pollEveryMinutes: POLL_EVERY_MS / MINUTE_MS,
      churnPerHour: CHURN_PER_HOUR,
      callsPerListing: callsPerSweep,
      mutationsPerReplacement: round2(mutationsPerReplacement),
    },
  };
}
