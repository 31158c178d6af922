import { LISTING_LAG_MS, VISIBILITY_MS } from "../../core/model/limits.ts";
import { HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import type { Lies } from "../../local/world/lies.ts";

type Deceit = Omit<Lies, "until">;

const STALE = { stale: 0.2, staleMs: LISTING_LAG_MS - 30 * SECOND_MS };

/** The ways in which a world's EC2 deceives; a seed picks one. */
export const DECEITS: Readonly<Record<string, Deceit>> = {
  "rows left out": {
    ...STALE,
    pageRows: 2,
    missing: 0.25,
    moved: 0.15,
    doubled: 0.1,
    empty: 0.1,
    throttled: 0.05,
    unanswered: 0.1,
    expired: 0.1,
    shownNoMore: 0.5,
  },
  // Nothing that leaves out rows at other times: a look-up within the one spell, after a row left out before, would be believed.
  "instances hidden from look-ups too": {
    ...STALE,
    pageRows: 3,
    hidden: 0.7,
    hiddenMs: VISIBILITY_MS - MINUTE_MS,
    hiddenWithinMs: HOUR_MS,
    doubled: 0.1,
    throttled: 0.05,
    unanswered: 0.05,
  },
  "zones out, markers lost, empty pages": {
    ...STALE,
    pageRows: 1,
    outage: 0.3,
    outageMs: 10 * MINUTE_MS,
    unanswered: 0.2,
    expired: 0.1,
    empty: 0.2,
    doubled: 0.2,
    throttled: 0.05,
  },
  "nothing left out, little answered": {
    ...STALE,
    pageRows: 1,
    unanswered: 0.3,
    expired: 0.1,
    throttled: 0.1,
    shownNoMore: 0.5,
  },
};

const NAMES = Object.keys(DECEITS);

/** Which deceit a seed has. */
export const deceitOf = (seed: number): string => NAMES[seed % NAMES.length]!;

export const liesOf = (seed: number, until: Instant): Lies => ({ ...DECEITS[deceitOf(seed)]!, until });
