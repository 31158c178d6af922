import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { CONTRACTS } from "../../../events/contracts.ts";
import { deliveryProbe } from "../../../events/probes/delivery-probe.v1.ts";
import { matches, type Pattern } from "../../../local/wire/events/pattern.ts";
import { InvalidPattern } from "../../../local/wire/events/pattern-tests.ts";
import { eventPattern, ownEvents } from "../../../stacks/patterns.ts";
import { held } from "../../contracts/held.ts";
import { EVENTS, PATTERNS } from "./corpus.ts";
import { type Answer, askEventRuler } from "./oracle.ts";
import { type Pair, randomPairs } from "./random-pairs.ts";

const SEEDS = [1, 2, 3];
const PAIRS_OF_A_SEED = 3_000;
/** Each answer must come often, or a seed says little. */
const ANSWERS_MIN = 150;
const SHOWN_MAX = 5;

const FIXTURES = new URL("../../../events/fixtures/", import.meta.url);
const fixtures = readdirSync(FIXTURES)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(new URL(name, FIXTURES), "utf8")) as object);
/** What the stacks make rules and the archive of. */
const ownPatterns: readonly unknown[] = [
  ...CONTRACTS.map(eventPattern),
  { ...ownEvents, "replay-name": [{ exists: true }] },
  { ...ownEvents, "detail-type": [{ "anything-but": [deliveryProbe.detailType] }] },
];

const each = (patterns: readonly unknown[], events: readonly object[]): readonly Pair[] =>
  patterns.flatMap((pattern) => events.map((event) => ({ pattern, event })));
const seeds = SEEDS.map(
  (seed) => [`${PAIRS_OF_A_SEED} random pairs of seed ${seed}`, randomPairs(seed, PAIRS_OF_A_SEED)] as const,
);
const corpus: readonly (readonly [title: string, pairs: readonly Pair[]])[] = [
  ["every rule of ours, on every fixture", each(ownPatterns, fixtures)],
  ...Object.entries(PATTERNS).flatMap(([about, patterns]) =>
    patterns.map((pattern) => [`${about}: ${JSON.stringify(pattern)}`, each([pattern], EVENTS)] as const),
  ),
];

function ours({ pattern, event }: Pair): Answer {
  try {
    return `${matches(pattern as Pattern, event)}`;
  } catch (error) {
    if (error instanceof InvalidPattern) return "invalid";
    throw error;
  }
}

describe.skipIf(!inject("isEventRulerHere"))("our matcher", () => {
  let theirs: ReadonlyMap<Pair, Answer>;
  beforeAll(() => {
    theirs = askEventRuler([...corpus, ...seeds].flatMap(([, pairs]) => pairs));
  });
  /** Those it is easiest to learn from. */
  const disagreements = (pairs: readonly Pair[]) =>
    pairs
      .filter((pair) => ours(pair) !== theirs.get(pair))
      .map((pair) => `${JSON.stringify(pair)}: ours ${ours(pair)}, event-ruler ${theirs.get(pair)}`)
      .sort((one, other) => one.length - other.length)
      .slice(0, SHOWN_MAX);

  held("event-ruler", "patterns", () => {
    test.each(corpus)("agrees on %s", (_, pairs) => expect(disagreements(pairs)).toEqual([]));

    test.each(seeds)("agrees on %s", (_, pairs) => {
      expect(disagreements(pairs)).toEqual([]);
      for (const answer of ["true", "false", "invalid"] satisfies Answer[])
        expect(pairs.filter((pair) => theirs.get(pair) === answer).length, answer).toBeGreaterThan(ANSWERS_MIN);
    });
  });
});
