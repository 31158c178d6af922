import { BIN_SECONDS } from "../../core/forecast/history.ts";
import { SURPLUS_DELAY_SECONDS } from "../../events/requests/pool-spec.ts";
import { MINUTE_S } from "./arrivals.ts";

/** What a policy may know at a moment: what was counted before it, per bin of 5 minutes; later bins hold nought. */
export interface Counted {
  readonly claims: Float64Array;
  /** In how many different seconds they came. */
  readonly moments: Float64Array;
  readonly misses: Float64Array;
}

/** The stock to keep from this second on. Asked at the beginning of each minute and after each claim, in order of time. */
export type Policy = (second: number, counted: Counted) => number;

/** Which part of a run is measured, in seconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a policy made of the claims. */
export interface Simulated {
  readonly claims: number;
  readonly hits: number;
  readonly hitRate: number;
  /** Instances waiting unclaimed, on average over time. */
  readonly meanIdle: number;
  /** Instances terminated unclaimed because they were beyond the target. */
  readonly wastedBoots: number;
  /** `meanIdle`, and the instances that were booting at any time only to be terminated unclaimed. */
  readonly overhead: number;
  readonly launches: number;
  readonly launchesPerClaim: number;
  /** Seconds that each missed claim waited, ascending. */
  readonly waits: Float64Array;
  /** At the beginning of each minute of the whole run. */
  readonly targets: Uint16Array;
}

/** Plays claims against a base stock. Assumed: every launch takes the lead time and succeeds; a claim takes an idle instance or
 *  waits, first come first served, for the next that has booted; each claim orders its own replacement at once, as long as idle,
 *  booting and awaited instances together are below the target; idle instances beyond the target are left to the claims, and terminated
 *  once there have been some for as long as a pool waits that does not say. Nothing is reused. */
export function simulate(arrivals: Float64Array, leadSeconds: number, span: Span, policy: Policy): Simulated {
  const minutes = Math.ceil(span.to / MINUTE_S);
  const bins = Math.ceil(span.to / BIN_SECONDS);
  const counted = { claims: new Float64Array(bins), moments: new Float64Array(bins), misses: new Float64Array(bins) };
  const targets = new Uint16Array(minutes);
  const booting = queue();
  const waiting = queue();
  const waits: number[] = [];
  let [idle, target, area, last] = [0, 0, 0, 0];
  let [claims, hits, launches, wastedBoots] = [0, 0, 0, 0];
  const pass = (at: number): void => {
    area += idle * Math.max(0, at - Math.max(last, span.from));
    last = at;
  };
  const position = (): number => idle + booting.size() - waiting.size();
  const order = (at: number): void => {
    booting.push(at + leadSeconds);
    if (at >= span.from) launches += 1;
  };
  let surplusSince = Number.POSITIVE_INFINITY;
  const drop = (at: number): void => {
    const surplus = idle - target;
    surplusSince = surplus > 0 ? Math.min(surplusSince, at) : Number.POSITIVE_INFINITY;
    if (at - surplusSince < SURPLUS_DELAY_SECONDS || surplus <= 0) return;
    idle = target;
    if (at >= span.from) wastedBoots += surplus;
  };
  const arrive = (until: number): void => {
    while (booting.size() > 0 && booting.first() <= until) {
      const at = booting.shift();
      pass(at);
      if (waiting.size() > 0) {
        const since = waiting.shift();
        if (since >= span.from) waits.push(at - since);
      } else {
        idle += 1;
        drop(at);
      }
    }
    pass(until);
  };

  const follow = (at: number): void => {
    target = policy(at, counted);
    drop(at);
    while (position() < target) order(at);
  };

  let next = 0;
  let second = -1;
  for (let minute = 0; minute < minutes; minute += 1) {
    const begin = minute * MINUTE_S;
    arrive(begin);
    follow(begin);
    targets[minute] = target;
    for (; next < arrivals.length && arrivals[next]! < begin + MINUTE_S; next += 1) {
      const at = arrivals[next]!;
      arrive(at);
      const bin = Math.floor(at / BIN_SECONDS);
      counted.claims[bin]! += 1;
      if (Math.floor(at) !== second) counted.moments[bin]! += 1;
      second = Math.floor(at);
      const isHit = idle > 0;
      if (isHit) idle -= 1;
      else {
        waiting.push(at);
        counted.misses[bin]! += 1;
      }
      if (at >= span.from) {
        claims += 1;
        if (isHit) hits += 1;
      }
      follow(at);
    }
  }
  arrive(span.to);
  const seconds = span.to - span.from;
  return {
    claims,
    hits,
    hitRate: claims > 0 ? hits / claims : 1,
    meanIdle: area / seconds,
    wastedBoots,
    overhead: (area + wastedBoots * leadSeconds) / seconds,
    launches,
    launchesPerClaim: claims > 0 ? launches / claims : 0,
    waits: Float64Array.from(waits).sort(),
    targets,
  };
}

/** First in, first out, in an array that is cut now and then. */
function queue() {
  let times: number[] = [];
  let head = 0;
  return {
    size: () => times.length - head,
    first: () => times[head]!,
    push: (time: number) => times.push(time),
    shift(): number {
      const time = times[head]!;
      head += 1;
      if (head > 4_096) {
        times = times.slice(head);
        head = 0;
      }
      return time;
    },
  };
}
