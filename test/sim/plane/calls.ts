import { THROTTLED_WAIT_MS } from "../../../core/model/limits.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { PortCall, Through } from "../../../local/seam.ts";
import type { Scheduler } from "../../../local/time/scheduler.ts";
import type { Armed, Armoury } from "./armed.ts";

/** Calls that a fault may strike, the ones that matter most several times. */
export const CALLS: readonly string[] = [
  ...["records.commit", "records.commit", "records.commit", "records.commit", "instances.find", "instances.find"],
  ...[
    "instances.listByState",
    "instances.stock",
    "claims.find",
    "claims.pending",
    "pools.find",
    "pools.recall",
    "pools.list",
  ],
  ...["templates.find", "templates.latest", "templates.save", "pools.save", "ledgers.find", "ledgers.intent"],
  ...["ledgers.save", "ledgers.save", "ledgers.settle", "ledgers.settle", "ledgers.close", "launcher.launch"],
  ...["launcher.launch", "launcher.launch", "power.start", "power.start", "power.stop", "power.stop"],
  ...[
    "power.terminate",
    "power.terminate",
    "modifications.retype",
    "modifications.tag",
    "lookup.look",
    "lookup.look",
    "console.read",
  ],
  ...["listing.page", "actions.enqueue", "actions.enqueue", "actions.enqueue", "planRequests.request", "timers.arm"],
  ...["timers.arm", "publisher.publish", "sweeps.find", "sweeps.latest", "sweeps.save", "seenSet.records"],
  ...[
    "histories.keep",
    "autopsies.keep",
    "failures.keep",
    "tallies.add",
    "seenSet.see",
    "seenSet.seen",
    "sweepRequests.request",
    "planRequests.request",
  ],
];
/** The same where pools follow a forecast. */
export const FORECAST_CALLS: readonly string[] = [
  ...CALLS,
  ...["demand.read", "demand.read", "demand.read", "demand.asked", "demand.asked", "demand.asked"],
  ...["demand.count", "demand.count", "demand.saveForecast"],
];
const EC2: readonly string[] = ["launcher", "power", "modifications", "lookup", "console", "listing"];
const STORE: readonly string[] = [
  "records",
  "instances",
  "claims",
  "ledgers",
  "pools",
  "templates",
  "sweeps",
  "seenSet",
  "demand",
];
const THROTTLED_PART = 0.4;
/** Well below what one try of an AWS call may take. */
const SLOW_MS = { least: SECOND_MS, most: 8 * SECOND_MS };

/** The fault of a kind that lasts now. */
export type Open = (kind: "store-throttled" | "ec2-throttled") => Armed | undefined;

/** What becomes of the plane's calls: cut before or after their effect, slow, repeated, throttled. */
export function callFaults(scheduler: Scheduler, armed: Armoury, open: Open): Through {
  return async (call, work) => {
    const storm = open(EC2.includes(call.port) ? "ec2-throttled" : "store-throttled");
    if (storm && (EC2.includes(call.port) || STORE.includes(call.port)) && storm.random.chance(THROTTLED_PART)) {
      armed.struck(storm.fault.kind);
      throw throttled(call);
    }
    const struck = armed.strike(call.name);
    if (!struck) return work();
    const { fault, random } = struck;
    const slow = () => scheduler.sleep(Math.round(random.between(SLOW_MS.least, SLOW_MS.most)));
    switch (fault.kind) {
      case "call-crash-before":
        throw cut(call, "before");
      case "call-crash-after":
        await work();
        throw cut(call, "after");
      case "call-timeout-done":
        await work();
        await slow();
        throw cut(call, "answered too late");
      case "call-throttled":
        throw throttled(call);
      case "call-slow":
        await slow();
        return work();
      case "call-twice":
        await work();
        return work();
      default: {
        const answer = await work();
        await slow();
        return answer;
      }
    }
  };
}

const cut = ({ name }: PortCall, when: string) => new PortError("retryable", "Cut", `${name}, ${when}`);
const throttled = ({ name }: PortCall) =>
  new PortError("retry-after", "Throttled", name, { retryAfterMs: THROTTLED_WAIT_MS });
