import type { ForecastSpec } from "../../events/requests/forecast-spec.ts";
import type { Held } from "./held.ts";
import type { Instant } from "./time.ts";

/** What a pool wants of its forecast. */
export interface Aim {
  /** From the launch of an instance to its being claimable. */
  readonly leadSeconds: number;
  /** Part of the claims that are to find an instance warm, below 1. */
  readonly hit: number;
}

/** Days of the week, the first that of 1970-01-05. */
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A time for which at least `floor` instances are wanted: once, or every week by the clock of the pool's time zone.
 *  A week's time that ends before it begins ends on the next day. */
export type CalendarEntry =
  | { readonly floor: number; readonly from: Instant; readonly to: Instant }
  | {
      readonly floor: number;
      readonly days: readonly Weekday[];
      readonly fromMinute: number;
      readonly toMinute: number;
    };

/** How a pool uses a forecast of its demand. Its fields are those of events/requests/forecast-spec.ts, which says what each means. */
export interface ForecastPolicy extends Held<Omit<ForecastSpec, "calendar">> {
  readonly calendar: readonly CalendarEntry[];
}

/** What a target is: a forecast's, or a fixed size, and then why. */
export type Basis = "forecast" | "history-short" | "back-test-worse";

/** How the forecast would have done on days it had not seen, at the grain of the counts. */
export interface BackTest {
  readonly days: number;
  readonly claims: number;
  readonly hitRate: number;
  /** Idle instances on average, and those dropped unclaimed while they boot. */
  readonly overhead: number;
  /** The fixed size that cost least on the days before, at the same price of a miss. */
  readonly staticSize: number;
  readonly staticHitRate: number;
  readonly staticOverhead: number;
  /** Cost of overhead and misses together, as a part of what that size would have cost. */
  readonly costRatio: number;
}

/** What one night hands to the next. */
export interface Carried {
  /** Logarithm of the part of the allowed misses that the fit aims at. */
  readonly bias: number;
  readonly notch: number;
  readonly price?: number;
  /** The first bin in which targets of a forecast were in force. */
  readonly since?: number;
}

/** A fitted forecast as it is kept: numbers, rounded, in lists. `core/forecast/stored.ts` reads and writes it. */
export interface KeptModel {
  readonly basis: Basis;
  readonly aim: Aim;
  readonly staticSize: number;
  readonly weights: readonly number[];
  readonly levels: readonly number[];
  readonly stocks: readonly number[];
  readonly holdMinutes: number;
  readonly level: {
    readonly averages: readonly number[];
    readonly seen: number;
    readonly forecastTarget: number;
    readonly bins: number;
  };
  readonly season: readonly number[];
  readonly backTest?: BackTest;
  readonly carried: Carried;
}

/** A pool's forecast, made at a midnight for the day that begins. */
export interface Forecast {
  /** The day (UTC) it is for. */
  readonly day: string;
  readonly madeAt: Instant;
  /** Whole days of demand it was made from. */
  readonly days: number;
  readonly model: KeptModel;
  readonly version: number;
}
