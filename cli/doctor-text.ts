import type { DoctorCheck } from "./doctor-answer.ts";
import { counted, cut, momentText, table, wrapped } from "./print.ts";
import type { Paint } from "./terminal.ts";

type Typed = Readonly<Record<DoctorCheck["kind"], string>>;

/** The mark before the name of what was checked. */
const TITLES: Typed = {
  api: "the API",
  clock: "clocks",
  rule: "rule",
  queue: "queue",
  "dead-letters": "dead letters",
  sweep: "sweeps",
  probes: "delivery",
  alert: "alerts",
  permissions: "permissions",
};
/** Of these there are many, which say the same when they are well, in one line under this name. */
const MANY: Partial<Typed> = { rule: "rules", queue: "queues", "dead-letters": "dead letters" };

/** What was found, kind by kind, then what is to be done. */
export function doctorText(checks: readonly DoctorCheck[], at: string, paint: Paint, width: number): string {
  const rows = [...Map.groupBy(checks, ({ kind }) => kind)].flatMap(([kind, of]) => rowsOf(kind, of));
  const notOk = checks.filter(({ outcome }) => outcome !== "ok");
  const failing = notOk.filter(({ outcome }) => outcome === "failing").length;
  const unknown = notOk.length - failing;
  return [
    `${counted(checks.length, "check")} at ${momentText(at)}: ${failing === 0 ? "" : `${paint("red", `${failing} failing`)}, `}${unknown === 0 ? "" : `${unknown} unknown, `}${checks.length - notOk.length} ok`,
    "",
    // What is cut off here is printed in full below, if there is anything to do about it.
    ...table(
      [
        {
          title: "",
          of: ({ outcome }) =>
            outcome === "ok" ? paint("green", outcome) : paint(outcome === "failing" ? "red" : "yellow", outcome),
        },
        { title: "WHAT", of: ({ what }) => what },
        { title: "FOUND", of: ({ says }) => says },
      ],
      rows,
    )
      .split("\n")
      .map((line) => cut(line, width)),
    ...[...Map.groupBy(notOk, ({ fix }) => fix)].flatMap(([fix, of]) => todoOf(fix, of, paint, width)),
  ].join("\n");
}

interface Row {
  readonly outcome: DoctorCheck["outcome"];
  readonly what: string;
  readonly says: string;
}

function rowsOf(kind: DoctorCheck["kind"], checks: readonly DoctorCheck[]): readonly Row[] {
  const row = ({ outcome, of, says }: DoctorCheck): Row => ({ outcome, what: `${TITLES[kind]} ${of}`, says });
  const together = MANY[kind];
  if (together === undefined) return checks.map(row);
  const ok = checks.filter(({ outcome }) => outcome === "ok");
  const sum = (name: string) => ok.reduce((total, { found }) => total + Number(found[name] ?? 0), 0);
  const backlog = kind === "queue" ? `; ${sum("waiting")} messages wait, ${sum("later")} for later` : "";
  return [
    ...(ok.length > 0 ? [{ outcome: "ok" as const, what: together, says: `all of ${ok.length}${backlog}` }] : []),
    ...checks.filter(({ outcome }) => outcome !== "ok").map(row),
  ];
}

/** What is to be done, once for all that it mends. */
const todoOf = (
  fix: string | undefined,
  checks: readonly DoctorCheck[],
  paint: Paint,
  width: number,
): readonly string[] => [
  "",
  ...checks.map(({ kind, of, says }) => `${paint("bold", `${TITLES[kind]} ${of}`)}: ${says}`),
  ...(fix === undefined ? [] : [wrapped(`  ${fix}`, width, 2)]),
];
