import { InvalidArgumentError } from "commander";

/** What an option takes: a number within bounds, and what it counts. */
interface Bounds {
  readonly least: number;
  readonly most: number;
  /** Such as `seconds`. */
  readonly unit?: string;
}

/** Reads an option's number; anything else is refused with what would be right. */
export const whole = ({ least, most, unit }: Bounds): ((given: string) => number) =>
  reading(
    (number) => Number.isInteger(number) && number >= least && number <= most,
    `Give a whole number${unit ? ` of ${unit}` : ""} from ${least} to ${most}.`,
  );

export const fraction = ({ least, most }: Bounds): ((given: string) => number) =>
  reading((number) => number >= least && number <= most, `Give a number from ${least} to ${most}.`);

const DECIMAL = /^\d+(?:\.\d+)?$/;

const reading =
  (isGood: (number: number) => boolean, fix: string) =>
  (given: string): number => {
    const number = DECIMAL.test(given) ? Number(given) : Number.NaN;
    if (!isGood(number)) throw new InvalidArgumentError(fix);
    return number;
  };
