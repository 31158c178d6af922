import { Option } from "commander";
import type { CliCommand } from "../command.ts";
import { decimal, whole } from "../numbers.ts";
import { POLICIES } from "../simulate/evaluate.ts";
import type { SimulateOptions } from "../simulate/figures.ts";
import { simulateTrace } from "../simulate/run.ts";

const OPTIONS: readonly Option[] = [
  new Option("--trace <file>", "claims to play (CSV t_s,count)").makeOptionMandatory(),
  new Option("--bucket <seconds>", "time over which a row of the trace is spread")
    .argParser(whole(1, 86_400))
    .default(1),
  new Option("--scale <factor>", "arrivals made of one, on average").argParser(decimal(0.0001, 1_000)).default(1),
  new Option("--batch <claims>", "claims that an arrival makes at once").argParser(whole(1, 1_000)).default(1),
  new Option("--lead <seconds>", "from the launch of an instance to its being claimable")
    .argParser(whole(1, 7_200))
    .makeOptionMandatory(),
  new Option("--hit <part>", "part of the claims that should find one warm")
    .argParser(decimal(0.5, 0.9999))
    .default(0.99),
  new Option("--policy <name>", "which stock is kept").choices(POLICIES).default("forecast"),
  new Option(
    "--warmup-days <days>",
    "days at the beginning that are not measured (default: a third, at most 28)",
  ).argParser(whole(0, 10_000)),
  new Option("--price <usd>", "of an instance hour, to show the cost").argParser(decimal(0, 10_000)),
  new Option("--seed <number>", "the same seed makes the same claims").argParser(whole(0, 2 ** 32 - 1)).default(1),
  new Option("--targets <file>", "writes the target of each minute there (CSV minute,target)"),
  new Option("--html <file>", "writes a page with charts there"),
  new Option("--compare", "plays all policies"),
];

/** `greenroom simulate`: what a policy would have cost, and how often it would have hit, on demand that was recorded. */
export const simulate: CliCommand = {
  group: "Recordings and simulations",
  guide:
    "shows what a policy would have cost and how often it would have hit on demand that you recorded (`--trace`), compared with the best fixed size; `--compare` all of them, `--html` as charts; [assumptions](docs/use/forecast.md#what-greenroom-simulate-assumes)",
  add(program, context) {
    const command = program
      .command("simulate")
      .description("show what a policy would cost and how often it would hit, on your own demand; asks no plane")
      .action(async (options: SimulateOptions) => context.end(await simulateTrace(options, () => 0)));
    for (const option of OPTIONS) command.addOption(option);
    return command;
  },
};
