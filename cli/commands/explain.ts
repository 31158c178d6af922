import { type PlanAnswer, planAnswer } from "../../events/answers/pools.ts";
import { STATES } from "../../events/states.ts";
import { TIERS, type Tier } from "../../events/tiers.ts";
import type { CliCommand } from "../command.ts";
import { planeCommand, planeOf } from "../command-context.ts";
import { reasonsText } from "../describe.ts";
import { counted, momentText, table } from "../print.ts";
import type { Paint } from "../terminal.ts";

/** `greenroom explain POOL`: what the plan of a pool is now, and why. Changes nothing. */
export const explain: CliCommand = {
  group: "Pools",
  guide: "explains the present plan of a pool, and why; changes nothing",
  add: (program, context) =>
    planeCommand(program, context, "explain")
      .description("explain what the plan of a pool is now, and why; changes nothing")
      .argument("<pool>", "the pool's id")
      .action(async (pool: string, options: { url: string }) => {
        const answered = await planeOf(options)(`GET /pools/${encodeURIComponent(pool)}/plan`, planAnswer);
        context.end(
          answered.kind === "ok"
            ? { kind: "done", document: answered.body, text: planText(answered.body, context.paint) }
            : answered,
        );
      }),
};

function planText(plan: PlanAnswer, paint: Paint): string {
  const { pool, launches, assignments, retirements, expired, breaker, closed } = plan;
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
  const idle = launches.length + assignments.length + retirements.length + expired.length === 0;
  return [
    `${paint("bold", pool.id)}  ${pool.spec.template}@${pool.spec.templateVersion} in ${pool.spec.region}, at ${momentText(plan.at)}, ledger epoch ${plan.epoch}`,
    "",
    stockText(plan),
    ...section(
      "Why",
      plan.reasons.map(({ text }) => text),
    ),
    ...section(
      "It would launch",
      launches.map(({ tier, az, type, count }) => `${count} × ${type} in ${az}, to wait ${tier}`),
    ),
    ...section(
      "It would give",
      assignments.map(({ claim, instance }) => `${instance} to ${claim}`),
    ),
    ...section(
      "It would retire",
      retirements.flatMap(({ instance, reasons }) => [instance, reasonsText(reasons)]),
    ),
    ...section("It would refuse, having waited too long", expired),
    ...(idle ? ["", "It would change nothing."] : []),
    ...section("Held back", [
      ...(breaker.failures > 0
        ? [
            `${counted(breaker.failures, "preparation")} failed in a row${breaker.openUntil ? `; launches stop until ${momentText(breaker.openUntil)}` : ""}`,
          ]
        : []),
      ...closed.map(
        ({ offering, until }) => `${offering} refused capacity and is left alone until ${momentText(until)}`,
      ),
    ]),
  ].join("\n");
}

/** As the screens of a plane name them. */
const titleOf = (state: string): string =>
  state === "handing-over" ? "STARTING" : state.toUpperCase().replaceAll("-", " ");

/** What each tier wants and holds; states that hold nothing anywhere are left out. */
function stockText({ target, counts, pending }: PlanAnswer): string {
  const held = (tier: Tier, state: string): number => counts[tier]?.[state] ?? 0;
  const states = STATES.filter((state) => state === "warm" || TIERS.some((tier) => held(tier, state) > 0));
  const tiers = TIERS.filter((tier) => target[tier] > 0 || states.some((state) => held(tier, state) > 0));
  const columns = [
    { title: "TIER", of: (tier: Tier) => tier },
    { title: "TARGET", of: (tier: Tier) => target[tier] },
    ...states.map((state) => ({ title: titleOf(state), of: (tier: Tier) => held(tier, state) })),
  ];
  const claims = pending === 0 ? "No claim waits." : `${counted(pending, "claim waits", "claims wait")}.`;
  return `${tiers.length === 0 ? "It wants nothing and holds nothing." : table(columns, tiers)}\n${claims}`;
}
