import { ABSENT, invalid, isLeaf, type Test, testsOf } from "./pattern-tests.ts";

/** An event pattern: by field, what its value may be. Fields within are patterns of their own. */
export interface Pattern {
  readonly [field: string]: Pattern | readonly unknown[];
}

/** Combinations that the choices of a pattern may make; EventBridge refuses one with "over 1000 rule combinations". */
const COMBINATIONS_MAX = 1_000;

/** Whether an event is wanted: of every field that the pattern names, one value of the event's must be one of the pattern's. An array
 *  counts by its members, however deep; of fields within the members of an array, all must be wanted of one member. Throws
 *  `InvalidPattern`, also for the operators it does not know: `wildcard`, `cidr`, and `equals-ignore-case` within `prefix` and `suffix`.
 *  Source: EventBridge User Guide, "Creating Amazon EventBridge event patterns"; where that is silent, aws/event-ruler. */
export function matches(pattern: Pattern, event: object): boolean {
  if (Object.keys(pattern).length === 0) throw invalid("Empty pattern");
  const leaves = Map.groupBy(leavesOf(event, "", new Map()), ({ path }) => path);
  return alternativesOf(pattern, "", [new Map()]).some((wishes) => areMet(inOrder(wishes), leaves, new Map()));
}

/** What may be at a path, by the path. */
type Wishes = ReadonlyMap<string, readonly Test[]>;
type Fields = Readonly<Record<string, unknown>>;

/** Every `$or` multiplies what is wanted so far. A path that is named twice is wanted as it is named last. */
function alternativesOf(pattern: Fields, path: string, soFar: readonly Wishes[]): readonly Wishes[] {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw invalid("Empty objects are not allowed", path);
  return entries.reduce((all, [field, asked]) => {
    const at = within(path, field);
    if (field === "$or" && isChoice(asked)) return bounded(asked.flatMap((each) => alternativesOf(each, path, all)));
    if (isFields(asked)) return alternativesOf(asked, at, all);
    const tests = testsOf(asked, at);
    return all.map((wishes) => new Map([...wishes, [at, tests]]));
  }, soFar);
}

function bounded(alternatives: readonly Wishes[]): readonly Wishes[] {
  if (alternatives.length > COMBINATIONS_MAX) throw invalid(`$or makes more than ${COMBINATIONS_MAX} combinations`);
  return alternatives;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** Anything else under `$or` is the desired state for a field of that name: one choice, an empty one, one that has an operator in it. */
const isChoice = (asked: unknown): asked is readonly Fields[] =>
  Array.isArray(asked) && asked.length > 1 && asked.every((each) => isFields(each) && isNamed(Object.keys(each)));
const isNamed = (fields: readonly string[]): boolean =>
  fields.length > 0 && !fields.some((field) => RESERVED.has(field));
/** Source: aws/event-ruler, Constants.RESERVED_FIELD_NAMES_IN_OR_RELATIONSHIP, those of them that are operators. */
const RESERVED: ReadonlySet<string> = new Set([
  "exactly",
  "prefix",
  "suffix",
  "equals-ignore-case",
  "anything-but",
  "numeric",
  "exists",
  "cidr",
  "wildcard",
]);
const within = (path: string, field: string): string => (path === "" ? field : `${path}.${field}`);

/** A value that holds no others, and of each array that it is in, in which of its members. A value that is a member itself is in none. */
interface Leaf {
  readonly path: string;
  readonly value: unknown;
  readonly places: GrantTargets;
}
type GrantTargets = ReadonlyMap<symbol, number>;

function leavesOf(value: unknown, path: string, places: GrantTargets): readonly Leaf[] {
  if (Array.isArray(value)) {
    const array = Symbol(path);
    return value.flatMap((each, index) =>
      leavesOf(each, path, isLeaf(each) ? places : new Map([...places, [array, index]])),
    );
  }
  if (!isFields(value)) return [{ path, value, places }];
  return Object.entries(value).flatMap(([field, each]) => leavesOf(each, within(path, field), places));
}

/** In the order of their paths: what is absent need only be absent from the members of arrays that earlier conditions were met in. */
const inOrder = (wishes: Wishes) => [...wishes].sort(([one], [other]) => (one < other ? -1 : 1));

/** Whether some leaf meets each condition, and no two of them are in different members of one array. */
function areMet(
  [first, ...rest]: readonly (readonly [string, readonly Test[]])[],
  leaves: ReadonlyMap<string, readonly Leaf[]>,
  places: GrantTargets,
): boolean {
  if (!first) return true;
  const [path, tests] = first;
  const there = leaves.get(path)?.filter((leaf) => agree(leaf.places, places)) ?? [];
  if (there.length === 0) return tests.includes(ABSENT) && areMet(rest, leaves, places);
  return there.some(
    (leaf) => tests.some((test) => test(leaf.value)) && areMet(rest, leaves, new Map([...places, ...leaf.places])),
  );
}

const agree = (one: GrantTargets, other: GrantTargets): boolean =>
  [...one].every(([array, index]) => (other.get(array) ?? index) === index);
