import * as z from "zod";

/** How a pool's file names what its claims may ask for. A pool that says nothing allows nothing, so that nobody gets by a claim what the
 *  engineer did not give. */
export interface Allowance<Value, Allowed> {
  /** The field under `allows`. */
  readonly field: string;
  /** What the file may say there. */
  schema(): z.ZodType<Allowed>;
  /** The first requested override that is not allowed, as people write it. */
  forbidden(value: Value, allowed: Allowed | undefined): string | undefined;
  /** What is allowed, as people read it. */
  texts(allowed: Allowed | undefined): readonly string[];
}

/** Ids or names, each as it is, or how it begins with a `*` at its end. `of`: those that are asked for. */
export const byName = <const Field extends string, Value>(
  field: Field,
  { what, of }: { readonly what: string; readonly of: (value: Value) => readonly string[] },
) => ({
  field,
  schema: () =>
    z
      .array(z.string().regex(/^[\w/+=,.@:-]+\*?$/, `${what}, or how it begins with * at its end`))
      .min(1)
      .max(100),
  forbidden: (value: Value, allowed: readonly string[] = []) =>
    of(value).find((name) => !allowed.some((pattern) => covers(pattern, name))),
  texts: (allowed: readonly string[] = []) => allowed,
});

const covers = (pattern: string, name: string): boolean =>
  pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
