/** An event pattern: by field, what its value may be. Fields within are patterns of their own. */
export interface Pattern {
  readonly [field: string]: Pattern | readonly unknown[];
}

/** The pattern cannot be used; the message says why, and where. */
export class InvalidPattern extends Error {
  override readonly name = "InvalidEventPatternException";
}

type Test = (value: unknown) => boolean;
type Fields = Readonly<Record<string, unknown>>;

/** Whether an event is wanted: of every field that the pattern names, one value of the event's must be one of the pattern's. An array in
 *  the event counts by its members. Throws `InvalidPattern`. Source: EventBridge User Guide, "Creating Amazon EventBridge event
 *  patterns"; of its operators those that rules of ours use and their neighbours: exact, prefix, suffix, equals-ignore-case,
 *  anything-but, exists, numeric, $or. */
export function matches(pattern: Pattern, event: object): boolean {
  if (Object.keys(pattern).length === 0) throw new InvalidPattern("Event pattern is not valid. Reason: Empty pattern");
  return isWanted(pattern, event as Fields, "");
}

function isWanted(pattern: Pattern, event: Fields, path: string): boolean {
  const wanted = Object.entries(pattern).map(([field, wish]) => {
    if (field === "$or") return someOf(wish, event, path);
    const value = Object.hasOwn(event, field) ? event[field] : undefined;
    const at = `${path}${field}`;
    if (isPattern(wish)) return isWanted(wish, isFields(value) ? value : {}, `${at}.`);
    const tests = testsOf(wish, at);
    return tests.some((test) => (Array.isArray(value) && value.length > 0 ? value.some(test) : test(value)));
  });
  return wanted.every(Boolean);
}

function someOf(wish: unknown, event: Fields, path: string): boolean {
  if (!Array.isArray(wish) || wish.length < 2 || !wish.every(isPattern)) throw invalid("$or needs two patterns", path);
  return wish.map((each) => isWanted(each, event, path)).some(Boolean);
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isPattern = (wish: unknown): wish is Pattern => isFields(wish);
const isLeaf = (value: unknown): boolean => value === null || ["string", "number", "boolean"].includes(typeof value);

function testsOf(wish: unknown, path: string): readonly Test[] {
  if (!Array.isArray(wish)) throw invalid("a field needs an array or a pattern", path);
  if (wish.length === 0) throw invalid("empty arrays are not allowed", path);
  return wish.map((each) => testOf(each, path));
}

function testOf(wish: unknown, path: string): Test {
  if (isLeaf(wish)) return (value) => value === wish;
  const entries = isFields(wish) ? Object.entries(wish) : [];
  const [[operator, operand] = ["", undefined]] = entries;
  const made = entries.length === 1 ? OPERATORS[operator]?.(operand, path) : undefined;
  if (!made) throw invalid(`Unrecognized match type ${operator}`, path);
  return made;
}

const OPERATORS: Readonly<Record<string, (operand: unknown, path: string) => Test>> = {
  prefix: (operand, path) => ofText(operand, path, (value, text) => value.startsWith(text)),
  suffix: (operand, path) => ofText(operand, path, (value, text) => value.endsWith(text)),
  "equals-ignore-case": (operand, path) =>
    ofText(operand, path, (value, text) => value.toLowerCase() === text.toLowerCase()),
  exists(operand, path) {
    if (typeof operand !== "boolean") throw invalid("exists needs true or false", path);
    // What is there is a leaf: a field that holds fields of its own does not exist, to EventBridge.
    return (value) => (value !== undefined && !isFields(value)) === operand;
  },
  "anything-but"(operand, path) {
    const tests = [operand].flat().map((each) => testOf(each, path));
    return (value) => value !== undefined && !tests.some((test) => test(value));
  },
  numeric(operand, path) {
    if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 === 1)
      throw invalid("numeric needs comparisons, each with its number", path);
    const comparisons = Array.from({ length: operand.length / 2 }, (_, nth) => {
      const [sign, bound] = operand.slice(nth * 2, nth * 2 + 2) as [string, unknown];
      const compare = COMPARISONS[sign];
      if (!compare || typeof bound !== "number") throw invalid(`numeric knows no ${sign} ${bound}`, path);
      return (value: number) => compare(value, bound);
    });
    return (value) => typeof value === "number" && comparisons.every((compare) => compare(value));
  },
};

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  "=": (value, bound) => value === bound,
  ">=": (value, bound) => value >= bound,
  ">": (value, bound) => value > bound,
};

function ofText(operand: unknown, path: string, is: (value: string, text: string) => boolean): Test {
  if (typeof operand !== "string") throw invalid("text is needed", path);
  return (value) => typeof value === "string" && is(value, operand);
}

const invalid = (why: string, path: string): InvalidPattern =>
  new InvalidPattern(`Event pattern is not valid. Reason: ${why} at ${path}`);
