/** How many instances of a price (USD an hour) a ceiling pays for. Compared in millionths of a dollar: in binary fractions 0.3 does not
 *  hold 0.1 three times. */
export const affordable = (maxUsdPerHour: number, usdPerHour: number): number =>
  Math.floor(micros(maxUsdPerHour) / Math.max(1, micros(usdPerHour)));

/** What so many cost together, without the remainder of a binary fraction. */
export const inAll = (count: number, usdPerHour: number): number => micros(count * usdPerHour) / MICROS;

const MICROS = 1_000_000;
const micros = (usd: number): number => Math.round(usd * MICROS);
