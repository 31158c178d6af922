import type { KeptModel } from "../model/forecast.ts";
import { FEATURES } from "./features.ts";
import type { Model } from "./refit.ts";

/** What a season's numbers are rounded to: they are means of a few counts, and there are many of them. */
const SEASON_DIGITS = 4;
const DIGITS = 9;

/** A model as it is written: plain numbers. Rounded, so that it is small; what is read again is a little another model, always the same. */
export const kept = ({ weights, curve, level, season, ...rest }: Model): KeptModel => ({
  ...rest,
  weights: rounded(weights, DIGITS),
  levels: rounded(curve.levels, DIGITS),
  stocks: rounded(curve.stocks, DIGITS),
  level: { ...level, averages: rounded(level.averages, DIGITS) },
  season: rounded(season, SEASON_DIGITS),
});

/** Whether a model was written for the features that are known here; one of another version says nothing. */
export const isReadable = ({ weights }: KeptModel): boolean => weights.length === FEATURES;

/** The model that was written. */
export const modelFrom = ({ weights, levels, stocks, level, season, ...rest }: KeptModel): Model => ({
  ...rest,
  weights: Float64Array.from(weights),
  curve: { levels: Float64Array.from(levels), stocks: Float64Array.from(stocks) },
  level: { ...level, averages: Float64Array.from(level.averages) },
  season: Float64Array.from(season),
});

const rounded = (values: Float64Array, digits: number): readonly number[] =>
  Array.from(values, (value) => Number(value.toPrecision(digits)));
