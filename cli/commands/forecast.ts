import type { CliCommand } from "../command.ts";
import { planeCommand, planeOf } from "../command-context.ts";
import { type ForecastAnswer, forecastAnswer } from "../forecast-answer.ts";
import { counted, duration, momentText, pairs, table } from "../print.ts";
import type { Paint } from "../terminal.ts";

/** `greenroom forecast POOL`: the targets of the next day, how good the forecast was, and why. Changes nothing. */
export const forecast: CliCommand = {
  group: "Pools",
  guide:
    "shows the [forecast](docs/use/forecast.md) targets of the next day, the back-test, the confidence, and why; changes nothing",
  add: (program, context) =>
    planeCommand(program, context, "forecast")
      .description(
        "show the targets that a pool's forecast sets for the next day, its back-test, and why; changes nothing",
      )
      .argument("<pool>", "the pool's id")
      .action(async (pool: string, options: { url: string }) => {
        const answered = await planeOf(options)(`GET /pools/${encodeURIComponent(pool)}/forecast`, forecastAnswer);
        context.end(
          answered.kind === "ok"
            ? { kind: "done", document: answered.body, text: forecastText(answered.body, context.paint) }
            : answered,
        );
      }),
};

const HOUR_BINS = 12;
const BAR_MAX = 40;
const BASES = {
  forecast: "the forecast",
  "history-short": "a fixed size, for the history is short",
  "back-test-worse": "a fixed size, which did better in the back-test",
} as const;

function forecastText(answer: ForecastAnswer, paint: Paint): string {
  const { pool, at, on, hit, target, reasons, ahead, countedTo } = answer;
  return [
    `${paint("bold", pool)}  ${on ? "follows its forecast" : "makes a forecast and does not follow it"}, to hit ${percent(hit)}, at ${momentText(at)}`,
    "",
    pairs([
      ["target now", target ?? "as the pool's file says"],
      ...madeOf(answer),
      ["demand counted to", countedTo === undefined ? undefined : momentText(countedTo)],
    ]),
    "",
    "Why",
    ...reasons.map(({ text }) => `  ${text}`),
    ...(ahead.length === 0 ? [] : ["", "The next day, should claims come as they usually do", chart(ahead, paint)]),
  ].join("\n");
}

function madeOf({ forecast, confidence, lately }: ForecastAnswer): readonly (readonly [string, string | undefined])[] {
  if (!forecast) return [];
  const { day, madeAt, days, basis, leadSeconds, staticSize, holdMinutes, backTest } = forecast;
  const range = confidence.hitRate;
  return [
    ["made", `${momentText(madeAt)}, for ${day}, from ${counted(days, "day")} of demand; it is ${BASES[basis]}`],
    ["lead time", duration(leadSeconds * 1_000)],
    ["fixed size", `${staticSize} would be kept without it`],
    ["kept up", `${holdMinutes} min after it was wanted last`],
    ["back-test", backTest ? testText(backTest) : "none: it takes four days"],
    [
      "confidence",
      confidence.level + (range ? `; hits between ${percent(range.low)} and ${percent(range.high)}, at 95 %` : ""),
    ],
    [
      "in force",
      lately.claims === 0
        ? undefined
        : `${lately.days} days, in which ${percent(1 - lately.misses / lately.claims)} of ${counted(lately.claims, "claim")} were hits`,
    ],
  ];
}

const testText = (test: NonNullable<NonNullable<ForecastAnswer["forecast"]>["backTest"]>): string =>
  `on ${counted(test.days, "day")} it had not seen, ${percent(test.hitRate)} hits with ${test.overhead.toFixed(1)} idle; a fixed ${test.staticSize}, ${percent(test.staticHitRate)} with ${test.staticOverhead.toFixed(1)}; its cost, misses included, ${test.costRatio.toFixed(2)} of that`;

interface Hour {
  readonly at: string;
  readonly low: number;
  readonly high: number;
  readonly claims: number;
  readonly floor: number;
}

/** A line an hour: the most of it as a bar, and the least where it is another. */
function chart(ahead: ForecastAnswer["ahead"], paint: Paint): string {
  const hours: Hour[] = [];
  for (let from = 0; from < ahead.length; from += HOUR_BINS) {
    const bins = ahead.slice(from, from + HOUR_BINS);
    const targets = bins.map(({ target }) => target);
    hours.push({
      at: bins[0]!.at,
      low: Math.min(...targets),
      high: Math.max(...targets),
      claims: bins.reduce((sum, { claims }) => sum + claims, 0),
      floor: Math.max(...bins.map(({ floor }) => floor)),
    });
  }
  const most = Math.max(BAR_MAX, ...hours.map(({ high }) => high));
  const width = (value: number): number => Math.round((value * BAR_MAX) / most);
  return table<Hour>(
    [
      { title: "FROM (UTC)", of: ({ at }) => `${at.slice(5, 10)} ${at.slice(11, 16)}` },
      { title: "CLAIMS", of: ({ claims }) => Number(claims.toFixed(1)) },
      { title: "FLOOR", of: ({ floor }) => (floor > 0 ? floor : undefined) },
      { title: "TARGET", of: ({ low, high }) => (low === high ? `${high}` : `${low}–${high}`) },
      {
        title: "",
        of: ({ low, high }) => `${paint("green", "█".repeat(width(low)))}${"░".repeat(width(high) - width(low))}`,
      },
    ],
    hours,
  );
}

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
