/** The pattern cannot be used; the message says why, and where. */
export class InvalidPattern extends Error {
  override readonly name = "InvalidEventPatternException";
}

export const invalid = (why: string, path = ""): InvalidPattern =>
  new InvalidPattern(`Event pattern is not valid. Reason: ${why}${path && ` at ${path}`}`);

/** Whether a value that holds no others is wanted. */
export type Test = (value: unknown) => boolean;

/** Wants that nothing is there. */
export const ABSENT: Test = () => false;

/** Reads what may be at a path. Throws `InvalidPattern`. */
export function testsOf(asked: unknown, path: string): readonly Test[] {
  if (!Array.isArray(asked)) throw invalid("a field needs an array or a pattern", path);
  if (asked.length === 0) throw invalid("Empty arrays are not allowed", path);
  return asked.map((each) => (isLeaf(each) ? itself(each) : operatorIn(each, OPERATORS, path)));
}

/** Whether a value of an event or a pattern holds no others. */
export const isLeaf = (value: unknown): boolean =>
  value === null || ["string", "number", "boolean"].includes(typeof value);
const itself =
  (asked: unknown): Test =>
  (value) =>
    value === asked;

type Operators = Readonly<Record<string, (operand: unknown, path: string) => Test>>;

function operatorIn(asked: unknown, operators: Operators, path: string): Test {
  const entries = typeof asked === "object" && asked !== null && !Array.isArray(asked) ? Object.entries(asked) : [];
  const [[operator, operand] = ["", undefined]] = entries;
  if (entries.length !== 1 || !Object.hasOwn(operators, operator))
    throw invalid(`Unrecognized match type ${operator}`, path);
  return operators[operator]!(operand, path);
}

const TEXTUAL: Readonly<Record<string, (text: string) => (value: string) => boolean>> = {
  prefix: (text) => (value) => value.startsWith(text),
  suffix: (text) => (value) => value.endsWith(text),
  "equals-ignore-case"(text) {
    // One letter in small may be two in capitals, and the other way round.
    const either = [...text].map((letter) => `(?:${literal(letter.toLowerCase())}|${literal(letter.toUpperCase())})`);
    const whole = new RegExp(`^${either.join("")}$`, "su");
    return (value) => whole.test(value);
  },
};

/** A text as a regular expression for it alone. */
const literal = (text: string): string =>
  [...text].map((letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`).join("");

const OPERATORS: Operators = {
  ...Object.fromEntries(
    Object.entries(TEXTUAL).map(([operator, of]) => [
      operator,
      (operand: unknown, path: string): Test => {
        const is = of(textIn(operand, path));
        return (value) => typeof value === "string" && is(value);
      },
    ]),
  ),
  exists(operand, path) {
    if (typeof operand !== "boolean") throw invalid("exists needs true or false", path);
    return operand ? () => true : ABSENT;
  },
  "anything-but"(operand, path) {
    const tests =
      isLeaf(operand) || Array.isArray(operand) ? leavesIn(operand, path) : [operatorIn(operand, NOT, path)];
    return (value) => !tests.some((test) => test(value));
  },
  numeric(operand, path) {
    const compare = comparisonIn(operand, path);
    return (value) => typeof value === "number" && compare(value);
  },
};

/** What `anything-but` may have within it: a text, or several. */
const NOT: Operators = Object.fromEntries(
  Object.entries(TEXTUAL).map(([operator, of]) => [
    operator,
    (operand: unknown, path: string): Test => {
      const texts = [operand].flat().map((each) => textIn(each, path));
      if (texts.length === 0) throw invalid(`${operator} needs a text`, path);
      if (operator !== "equals-ignore-case" && texts.includes(""))
        throw invalid("Null prefix/suffix not allowed", path);
      const tests = texts.map(of);
      return (value) => typeof value === "string" && tests.some((is) => is(value));
    },
  ]),
);

function textIn(operand: unknown, path: string): string {
  if (typeof operand !== "string") throw invalid("text is needed", path);
  return operand;
}

/** What is excluded by name: texts, or numbers. */
function leavesIn(operand: unknown, path: string): readonly Test[] {
  const all = [operand].flat();
  const [kind] = all.map((each) => typeof each);
  if ((kind !== "string" && kind !== "number") || all.some((each) => typeof each !== kind))
    throw invalid("anything-but needs texts or numbers", path);
  return all.map(itself);
}

type Comparison = (value: number) => boolean;

/** One comparison, or a bottom and a top. */
function comparisonIn(operand: unknown, path: string): Comparison {
  const [sign, bound, sign2, bound2, ...more] = Array.isArray(operand) ? operand : [];
  const one = signed(sign, bound);
  const other = sign2 === undefined ? () => true : signed(sign2, bound2);
  const isRange = sign2 === undefined || (/^>/.test(sign) && /^</.test(sign2) && bound < bound2);
  if (!one || !other || !isRange || more.length > 0)
    throw invalid("numeric needs one comparison, or a bottom and a top", path);
  return (value) => one(value) && other(value);
}

function signed(sign: unknown, bound: unknown): Comparison | undefined {
  const compare = Object.hasOwn(COMPARISONS, String(sign)) ? COMPARISONS[String(sign)] : undefined;
  return compare && typeof bound === "number" ? (value) => compare(value, bound) : undefined;
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  "=": (value, bound) => value === bound,
  ">=": (value, bound) => value >= bound,
  ">": (value, bound) => value > bound,
};
