import { DAY_MS, type Instant } from "../model/time.ts";
import type { Followed } from "./follow.ts";
import { BIN_MS, DAY_BINS, type DemandHistory } from "./history.ts";
import type { Model } from "./refit.ts";
import { SEASONS, seasonsAfter } from "./seasons.ts";
import { type Bounds, targetOf } from "./target.ts";

/** One bin of what lies ahead. */
export interface Ahead {
  readonly at: Instant;
  /** Claims that such a bin had on average. */
  readonly claims: number;
  /** The target at its beginning, if the claims until then come as they did on average. */
  readonly target: number;
  /** What the calendar sets for it; 0: nothing. */
  readonly floor: number;
}

/** The model with the season of the day after its own, which it is not made with: it would lie in the forecast for nothing all day. */
export function withTomorrow(model: Model, history: DemandHistory): Model {
  const [, tomorrow] = seasonsAfter(history, model.aim.leadSeconds, 2);
  const season = new Float64Array(2 * DAY_BINS * SEASONS);
  season.set(model.season);
  if (tomorrow) season.set(tomorrow, DAY_BINS * SEASONS);
  return { ...model, season };
}

/** The targets of the 24 hours after a moment, bin by bin. `begin`: the model's midnight; it is asked to its end, and is of no use after. */
export function outlook(
  model: Model,
  begin: Instant,
  { day, open, claims }: Pick<Followed, "day" | "open" | "claims">,
  bounds: (at: Instant) => Bounds,
): readonly Ahead[] {
  const usual = (at: Instant): number => model.season[(((at - begin) / BIN_MS) * SEASONS) % model.season.length] ?? 0;
  const ahead: Ahead[] = [];
  day.close(Math.max(claims, usual(open)));
  for (let at = open + BIN_MS; at <= open + DAY_MS; at += BIN_MS) {
    const held = bounds(at);
    const { stock } = targetOf(model, day.wanted(0, 0), held);
    ahead.push({ at, claims: usual(at), target: stock, floor: held.floor ?? 0 });
    day.close(usual(at));
  }
  return ahead;
}
