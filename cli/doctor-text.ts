import type { Found } from "./doctor-answer.ts";
import { counted, moment, table, wrapped } from "./print.ts";
import type { Paint } from "./terminal.ts";

/** What the checks of a kind are of, and the heading they stand under. */
const TITLES: Readonly<Record<Found["kind"], string>> = {
  api: "the API",
  clock: "clocks",
  rule: "rules",
  queue: "queues",
  "dead-letters": "given up",
  sweep: "sweeps",
  probes: "delivery",
  alert: "alerts",
  permissions: "permissions",
};
/** Of these there are many, which say the same when they are well. */
const MANY: readonly Found["kind"][] = ["rule", "queue", "dead-letters"];

/** What was found, kind by kind, then what is to be done. */
export function doctorText(checks: readonly Found[], at: string, paint: Paint, width: number): string {
  const rows = [...Map.groupBy(checks, ({ kind }) => kind)].flatMap(([kind, of]) => rowsOf(kind, of));
  const notWell = checks.filter(({ outcome }) => outcome !== "well");
  const ill = notWell.filter(({ outcome }) => outcome === "ill").length;
  const unknown = notWell.length - ill;
  return [
    `${counted(checks.length, "check")} at ${moment(at)}: ${ill === 0 ? "" : `${paint("red", `${ill} ill`)}, `}${unknown === 0 ? "" : `${unknown} unknown, `}${checks.length - notWell.length} well`,
    "",
    table(
      [
        {
          title: "",
          of: ({ outcome }) =>
            outcome === "well" ? paint("green", outcome) : paint(outcome === "ill" ? "red" : "yellow", outcome),
        },
        { title: "WHAT", of: ({ what }) => what },
        { title: "FOUND", of: ({ says }) => says },
      ],
      rows,
    ),
    ...notWell.flatMap((check) => todoOf(check, paint, width)),
  ].join("\n");
}

interface Row {
  readonly outcome: Found["outcome"];
  readonly what: string;
  readonly says: string;
}

function rowsOf(kind: Found["kind"], checks: readonly Found[]): readonly Row[] {
  const title = TITLES[kind];
  const row = ({ outcome, of, says }: Found): Row => ({ outcome, what: `${title} ${of}`, says });
  if (!MANY.includes(kind)) return checks.map(row);
  const well = checks.filter(({ outcome }) => outcome === "well");
  const sum = (name: string) => well.reduce((total, { found }) => total + Number(found[name] ?? 0), 0);
  const told = kind === "queue" ? `; ${sum("waiting")} messages wait, ${sum("later")} for later` : "";
  return [
    ...(well.length > 0 ? [{ outcome: "well" as const, what: title, says: `all of ${well.length}${told}` }] : []),
    ...checks.filter(({ outcome }) => outcome !== "well").map(row),
  ];
}

const todoOf = ({ kind, of, says, fix }: Found, paint: Paint, width: number): readonly string[] => [
  "",
  `${paint("bold", `${TITLES[kind]} ${of}`)}: ${says}`,
  ...(fix === undefined ? [] : [wrapped(`  ${fix}`, width, 2)]),
];
