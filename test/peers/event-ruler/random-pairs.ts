import fc from "fast-check";

/** A pattern, and an event that it may want. */
export interface Pair {
  readonly pattern: unknown;
  readonly event: object;
}

/** Few names and few values, so that patterns find what they name. */
const FIELDS = ["a", "b", "c"] as const;
const TEXTS = ["", "x", "X", "xy", "yx", "ß"] as const;
const NUMBERS = [-1, 0, 1.5, 12] as const;
const text = fc.constantFrom(...TEXTS);
const number = fc.constantFrom(...NUMBERS);
const leaf = fc.oneof({ arbitrary: text, weight: 3 }, { arbitrary: number, weight: 2 }, fc.constantFrom(true, null));
const fields = <Value>(value: fc.Arbitrary<Value>, minKeys: number, maxKeys: number) =>
  fc.dictionary(fc.constantFrom(...FIELDS), value, { minKeys, maxKeys, noNullPrototype: true });

const { value } = fc.letrec<{ value: unknown; event: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { arbitrary: leaf, weight: 2 },
    fc.array(tie("value"), { maxLength: 3 }),
    { arbitrary: tie("event"), weight: 2 },
  ),
  event: fields(tie("value"), 0, 3),
}));

const sign = (...signs: readonly string[]) => fc.constantFrom(...signs);
const oneOrMore = (each: fc.Arbitrary<string>) => fc.oneof(each, fc.array(each, { minLength: 1, maxLength: 2 }));
const some = oneOrMore(fc.constantFrom("x", "X", "y", "ß"));
const operator = fc.oneof(
  fc.record({ prefix: text }),
  fc.record({ suffix: text }),
  fc.record({ "equals-ignore-case": text }),
  fc.record({ numeric: fc.tuple(sign("<", "<=", "=", ">=", ">"), number) }),
  fc.record({ numeric: fc.tuple(sign(">", ">="), fc.constantFrom(-1, 0), sign("<", "<="), fc.constantFrom(0, 12)) }),
  fc.record({ "anything-but": fc.oneof(oneOrMore(text), number, fc.array(number, { minLength: 1, maxLength: 2 })) }),
  fc.record({ "anything-but": fc.oneof(fc.record({ prefix: some }), fc.record({ suffix: some })) }),
  fc.record({ "anything-but": fc.record({ "equals-ignore-case": oneOrMore(text) }) }),
);
const existence = fc.record({ exists: fc.boolean() });
const wishes = (extra: fc.Arbitrary<unknown>) =>
  fc.array(fc.oneof({ arbitrary: leaf, weight: 4 }, { arbitrary: operator, weight: 6 }, extra), {
    minLength: 1,
    maxLength: 4,
  });
const nested = (condition: fc.Arbitrary<unknown>, choice: fc.Arbitrary<readonly unknown[] | null>) =>
  fc.letrec<{ wanted: unknown; pattern: Record<string, unknown> }>((tie) => ({
    wanted: fc.oneof(
      { depthSize: "small" },
      { arbitrary: condition, weight: 5 },
      { arbitrary: tie("pattern"), weight: 2 },
    ),
    pattern: fc
      .tuple(fields(tie("wanted"), 1, 2), choice, fc.boolean())
      .map(([named, $or, isFirst]) => (!$or ? named : isFirst ? { $or, ...named } : { ...named, $or })),
  })).pattern;

/** With a choice, `exists` stands alone: event-ruler forgets it beside values that two choices share (see its divergences). */
const unmixed = fc.oneof({ arbitrary: wishes(leaf), weight: 4 }, fc.tuple(existence));
const choice = fc.array(fields(unmixed, 1, 2), { minLength: 2, maxLength: 3 });
const pattern = fc.oneof(nested(wishes(existence), fc.constant(null)), nested(unmixed, fc.option(choice, { freq: 2 })));

/** Pairs that a seed makes; the same ones every time. */
export const randomPairs = (seed: number, count: number): readonly Pair[] =>
  fc.sample(fc.record({ pattern, event: fields(value, 2, 3) }), { seed, numRuns: count });
