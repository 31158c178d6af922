import { parseArgs } from "node:util";
import { AWAITED_RULES, RULES } from "../../../local/invariants.ts";
import { CELLS } from "./coverage.ts";
import { type Fault, type FaultKind, scheduleOf } from "./schedule.ts";
import { shrink } from "./shrink.ts";
import { type Bitten, bite } from "./teeth/bite.ts";
import { PLANTED } from "./teeth/planted.ts";
import { table } from "./teeth/table.ts";
import { type Played, playWorld } from "./world.ts";

/** `npm run -s sim -- --seeds A..B [--hours H] [--faults PROFILE] [--only N,N] [--until-broken] [--json]`: plays worlds under faults, and
 *  says what was broken, by which faults, and how to see it again. `--awaited`: holds rules that the plane does not keep yet. `--teeth`: plants bugs, and says in which seed each shows. Exit code 6: something was. */
const USAGE = "npm run -s sim -- --seeds A..B [--hours H] [--faults PROFILE] [--only N,N,…] [--json]";
const HOURS = 6;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1..100" },
    seed: { type: "string" },
    hours: { type: "string", default: String(HOURS) },
    faults: { type: "string", default: "all" },
    only: { type: "string" },
    json: { type: "boolean", default: false },
    "until-broken": { type: "boolean", default: false },
    awaited: { type: "boolean", default: false },
    teeth: { type: "boolean", default: false },
  },
});
if (values.teeth) {
  const all: Bitten[] = [];
  const some = values.only?.split(",").map(Number);
  bite(process.cwd(), some ? PLANTED.filter((_, nth) => some.includes(nth)) : PLANTED, (bitten) => {
    all.push(bitten);
    console.error(`${bitten.seed ?? "not found"}: ${bitten.sentence} (${bitten.showed})`);
  });
  console.log(values.json ? JSON.stringify(all) : table(all));
  process.exit(all.every(({ seed }) => seed !== undefined) ? 0 : 6);
}
const hours = numberFrom("hours", values.hours);
const [first, last] = rangeFrom(values.seed ?? values.seeds);
const rules = values.awaited ? [...RULES, ...AWAITED_RULES] : RULES;
const only = values.only?.split(",").map((each) => numberFrom("only", each));

const began = process.cpuUsage();
const beganAt = performance.now();
const struck: Partial<Record<FaultKind, number>> = {};
const cells = new Map<string, number>();
const violations: object[] = [];
let simulatedHours = 0;
let claims = 0;
let slowestMs = 0;
let digest = "";
for (let seed = first; seed <= last; seed += 1) {
  const schedule = scheduleOf(seed, hours, values.faults);
  const some = only ? schedule.filter((_, nth) => only.includes(nth)) : schedule;
  const played = await playWorld(seed, hours, some, rules);
  tally(played);
  if (played.breaches.length === 0) continue;
  violations.push(values["until-broken"] ? { seed, breaches: played.breaches } : await told(played, schedule));
  if (values["until-broken"]) break;
}
const cpu = process.cpuUsage(began);
const cpuSeconds = (cpu.user + cpu.system) / 1e6;
const seconds = (performance.now() - beganAt) / 1_000;
const unreached = CELLS.filter((cell) => !cells.has(cell));
const result = {
  seeds: `${first}..${last}`,
  hours,
  faults: values.faults,
  simulatedHours: Math.round(simulatedHours),
  claims,
  struck: Object.fromEntries(Object.entries(struck).sort()),
  cells: { of: CELLS.length, reached: CELLS.length - unreached.length, unreached },
  slowestToSettleMinutes: Math.round(slowestMs / 60_000),
  violations,
  digest,
  speed: {
    cpuSeconds: Math.round(cpuSeconds * 10) / 10,
    seedsPerSecond: Math.round(((last - first + 1) / seconds) * 100) / 100,
    simulatedHoursPerCpuSecond: Math.round((simulatedHours / cpuSeconds) * 10) / 10,
  },
};
console.log(values.json ? JSON.stringify(result) : JSON.stringify(result, undefined, 2));
process.exitCode = violations.length > 0 ? 6 : 0;

function tally({ struck: some, reached, hours: long, claims: many, settledMs, digest: mark }: Played): void {
  for (const [kind, count] of Object.entries(some))
    struck[kind as FaultKind] = (struck[kind as FaultKind] ?? 0) + count;
  for (const [cell, count] of reached) cells.set(cell, (cells.get(cell) ?? 0) + count);
  simulatedHours += long;
  claims += many;
  slowestMs = Math.max(slowestMs, settledMs);
  digest = (Number.parseInt(digest.slice(-8) || "0", 16) ^ Number.parseInt(mark, 16) ^ slowestMs).toString(16);
}

async function told({ seed, breaches }: Played, schedule: readonly Fault[]): Promise<object> {
  const rule = breaches[0]!.rule;
  const all = schedule.map((_, nth) => nth);
  const fewest = await shrink(only ?? all, async (some) => {
    const { breaches: again } = await playWorld(
      seed,
      hours,
      schedule.filter((_, nth) => some.includes(nth)),
      rules,
    );
    return again.some((each) => each.rule === rule);
  });
  const flags = `--seeds ${seed}..${seed} --hours ${hours} --faults ${values.faults}${values.awaited ? " --awaited" : ""}`;
  return {
    seed,
    breaches,
    replay: `npm run -s sim -- ${flags} --json`,
    smallest: `npm run -s sim -- ${flags} --only ${fewest.join(",")} --json`,
    schedule: fewest.map((nth) => schedule[nth]),
  };
}

function numberFrom(name: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isFinite(number) && number >= 0) return number;
  console.error(`--${name} is ${text}: give a number, as in ${USAGE}`);
  process.exit(2);
}

function rangeFrom(text: string): readonly [number, number] {
  const [from = "", to = from] = text.split("..");
  return [numberFrom("seeds", from), numberFrom("seeds", to)];
}
