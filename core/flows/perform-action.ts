import { tierRow } from "../../events/tiers.ts";
import { birth } from "../lifecycle/birth.ts";
import type { Ec2Action } from "../model/action.ts";
import type { Instance } from "../model/instance.ts";
import { offeringOf } from "../model/offering.ts";
import { reason } from "../model/reason.ts";
import { launchTags } from "../model/tags.ts";
import { PortError } from "../ports/errors.ts";
import type { Needs, Ports } from "../ports/ports.ts";
import { makeAccess } from "./steps/make-access.ts";
import { move } from "./steps/move.ts";
import { notePass, noteRefusal } from "./steps/note-capacity.ts";
import { settleRefused } from "./steps/refused-launch.ts";
import { startOrFallBack } from "./steps/start-or-fall-back.ts";
import { takeAutopsy } from "./steps/take-autopsy.ts";
import { tryPermissions } from "./steps/try-permissions.ts";
import { unname, untag } from "./steps/undo-lease.ts";

/** `dropped`: the record has moved on, or the launch is settled. `refused`: EC2 will not; `unknown`: EC2 knows no such id. */
export type Performed = "asked" | "already" | "dropped" | "refused" | "unknown";

type Launch = Extract<Ec2Action, { do: "launch" }>;
type Fenced = Extract<Ec2Action, { entry: number }>;

type PerformPorts = Needs<typeof startOrFallBack> &
  Needs<typeof makeAccess> &
  Needs<typeof takeAutopsy> &
  Needs<typeof tryPermissions> &
  Needs<typeof unname> &
  Needs<typeof untag> &
  Pick<Ports, "launcher" | "ledgers" | "planRequests" | "seals">;

/** One effect on EC2, at most once in effect: a launch by its token, anything else by the state entry it was asked for, or by what it
 *  finds undone. */
export function performAction(ports: PerformPorts, action: Ec2Action): Promise<Performed> {
  switch (action.do) {
    case "launch":
      return launch(ports, action);
    case "unname":
      return unname(ports, action);
    case "untag":
      return untag(ports, action);
    case "dry-run":
      return tryPermissions(ports, action);
    default:
      return perform(ports, action);
  }
}

async function perform(ports: PerformPorts, action: Fenced): Promise<Performed> {
  const instance = await ports.instances.find(action.instance);
  const isOver = instance?.entry !== action.entry || instance.askedAgain !== action.askedAgain;
  // Only a start and access are for a lease. What is being parked may be reserved before its stop is asked, and must stop all the same.
  const isForLease = action.do === "start" || action.do === "access";
  const isForAnother = isForLease && instance?.leaseEpoch !== action.leaseEpoch;
  if (!instance || isOver || isForAnother) return "dropped";
  const { id, tier, market, observed, askedAgain } = instance;
  switch (action.do) {
    case "start":
      return (await startOrFallBack(ports, instance)).kind;
    case "stop":
      if (observed.state === "stopping" || observed.state === "stopped") return "already";
      // Asked again: an image without a hibernation agent would never stop otherwise.
      return answered(
        await ports.power.stop(id, { hibernate: tierRow(tier).parks === "hibernate" && askedAgain === 0 }),
      );
    case "access":
      return makeAccess(ports, instance, action);
    case "autopsy":
      return takeAutopsy(ports, instance);
    case "terminate":
      await lastAutopsy(ports, instance);
      if (observed.state === "shutting-down" || observed.state === "terminated") return "already";
      return answered(await ports.power.terminate(id, { spot: market === "spot" }));
  }
}

/** What leaves quarantine is looked at once more if its console was not there before: EC2 posts it late, and whoever died between
 *  the record and the queue asked nobody. Nothing of it holds the end up. */
async function lastAutopsy(ports: PerformPorts, instance: Instance): Promise<void> {
  if (instance.last.from !== "quarantined") return;
  await takeAutopsy(ports, instance).catch((error: unknown) => {
    if (!(error instanceof PortError)) throw error;
    ports.counters.count("autopsy-incomplete", { pool: instance.pool, why: error.code });
  });
}

const answered = ({ kind }: { kind: "asked" | "already" | "unknown" | "no-capacity" | "impossible" }): Performed =>
  kind === "no-capacity" || kind === "impossible" ? "refused" : kind;

/** Asks EC2, records what came, and only then settles the intent: a crash in between asks again with the same token. */
async function launch(ports: PerformPorts, { pool: poolId, token }: Launch): Promise<Performed> {
  const intent = await ports.ledgers.intent(poolId, token);
  if (!intent) return "dropped";
  const pool = await ports.pools.find(poolId);
  const template = await ports.templates.find(intent.template.name, intent.template.version);
  if (!pool || !template)
    throw new PortError("terminal", "NoTemplate", `${poolId} launches from a template nobody has`);

  const tags = launchTags(pool, template);
  const offering = offeringOf(intent.az, intent.type, template.market);
  const seal = template.identity === "launch-token" ? await ports.seals.make(token) : undefined;
  if (template.identity === "launch-token" && seal === undefined)
    throw new PortError(
      "terminal",
      "NoLaunchKey",
      `${poolId} launches by launch token, and the plane has no key: see "Launch tokens" in docs/use/guests.md`,
    );
  const answer = await ports.launcher.launch({ intent, template, tags, ...(seal !== undefined && { seal }) });
  const at = ports.clock.now();
  if (answer.kind !== "launched") {
    ports.counters.count("launch-refused", { pool: poolId, why: answer.error });
    // What can never work says nothing of capacity, but asked again at once it would be asked for ever.
    const whose = answer.kind === "impossible" ? { pool: poolId } : {};
    await noteRefusal(ports, { region: pool.region, offering, ...whose, error: answer.error }, at);
    await settleRefused(ports, poolId, token);
    await ports.planRequests.request(poolId);
    return "refused";
  }
  await notePass(ports, { region: pool.region, offering, pool: poolId }, at);
  const { tier, epoch, at: launchedAt } = intent;
  const origin = {
    name: "launched",
    at,
    cause: `plan:${poolId}:${epoch}`,
    reasons: [reason("launched")],
    tier,
    token,
    launchedAt,
  };
  for (const newborn of answer.instances) {
    await ports.records.commit({ instance: birth(newborn, origin, pool, template) });
    const { state, at: seenAt } = newborn.observed;
    if (state !== "pending")
      await move(ports, newborn.id, () => ({ name: `ec2:${state}`, seenAt, at, cause: `launch:${token}` }));
  }
  await ports.ledgers.settle(poolId, token);
  return "asked";
}
