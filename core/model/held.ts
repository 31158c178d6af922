/** A value of a schema as the model holds it: nothing in it is written to, and what was left out is absent rather than undefined. */
export type Held<T> = T extends readonly (infer Element)[]
  ? readonly Held<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: Held<Exclude<T[Key], undefined>> }
    : T;

/** The value without the fields that are undefined, at any depth. */
export const held = <T extends object>(value: T): Held<T> => JSON.parse(JSON.stringify(value)) as Held<T>;
