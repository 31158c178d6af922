import { SECOND_MS } from "./time.ts";

/** Files, answers and notices say times in whole seconds, the model in ms; the unit is the end of the field's name. */
const [SECONDS, MS] = ["Seconds", "Ms"] as const;

/** The fields of a spec in the units of the model: `maxAgeSeconds` becomes `maxAgeMs`. Of fields within fields, none. */
export type InMs<T> = { [Key in keyof T as Key extends `${infer Name}Seconds` ? `${Name}Ms` : Key]: T[Key] };
/** The way back. */
export type InSeconds<T> = { [Key in keyof T as Key extends `${infer Name}Ms` ? `${Name}Seconds` : Key]: T[Key] };

export const inMs = <T extends object>(spec: T): InMs<T> =>
  renamed(spec, SECONDS, MS, (seconds) => seconds * SECOND_MS) as InMs<T>;

/** A time that is no whole seconds never came from a file. */
export const inSeconds = <T extends object>(fields: T): InSeconds<T> =>
  renamed(fields, MS, SECONDS, (ms) => ms / SECOND_MS) as InSeconds<T>;

const renamed = (from: object, end: string, other: string, converted: (value: number) => number): object =>
  Object.fromEntries(
    Object.entries(from).map(([name, value]) =>
      name.endsWith(end) ? [name.slice(0, -end.length) + other, converted(Number(value))] : [name, value],
    ),
  );
