import { InvalidArgumentError } from "commander";

type Reading = (given: string) => number;

/** Reads an option's whole number from `least` to `most`; anything else is refused with what would be right. */
export const whole = (least: number, most: number): Reading =>
  reading(
    (number) => Number.isInteger(number) && number >= least && number <= most,
    `Give a whole number from ${least} to ${most}.`,
  );

/** The same for any number; `or` names what else the option takes. */
export const decimal = (least: number, most: number, or = ""): Reading =>
  reading((number) => number >= least && number <= most, `Give a number from ${least} to ${most}${or}.`);

const DECIMAL = /^\d+(?:\.\d+)?$/;

const reading =
  (isGood: (number: number) => boolean, fix: string): Reading =>
  (given) => {
    const number = DECIMAL.test(given) ? Number(given) : Number.NaN;
    if (!isGood(number)) throw new InvalidArgumentError(fix);
    return number;
  };
