import type { InstanceId } from "../../../core/model/ids.ts";
import { type Instant, MINUTE_MS } from "../../../core/model/time.ts";
import type { Ec2Instance } from "../../../core/ports/ec2.ts";
import type { Fetch } from "../../../local/client.ts";
import type { LocalCloud } from "../../../local/cloud.ts";
import type { PortCall, Through } from "../../../local/seam.ts";
import type { Machine } from "../../../local/world/machine.ts";
import type { Armed, Armoury } from "./armed.ts";
import type { FaultKind } from "./schedule.ts";

/** EC2 promises no time for a launch, a stop or a termination, and calls one stuck after hours: source: EC2 User Guide, "Troubleshoot
 *  instance termination", for what shuts down. How long, and that it is so for what is pending, is assumed. */
const SLOW_MS = { least: 3 * MINUTE_MS, most: 40 * MINUTE_MS };
/** Longer than listings are known to lag; look-ups know it meanwhile. */
const UNLISTED_MS = { least: 4 * MINUTE_MS, most: 16 * MINUTE_MS };
/** Mirrors that crawl, a directory that does not answer, a disk that is read for the first time. */
const AGENT_SLOW_MS = { least: 3 * MINUTE_MS, most: 30 * MINUTE_MS };
/** What agents say last on the way back to a pool. */
const SCRUBBED = "scrubbed";
/** Agents by what they are slow at: their first boot, scrubbing, or the way to a claim. */
const AGENTS = ["agents/first", `agents/${SCRUBBED}`, "agents/verify"] as const;

/** Where a kind of slowness waits; undefined: it is none. */
export function slowPlace(kind: FaultKind, pick: number): string | undefined {
  switch (kind) {
    case "launch-slow":
    case "launch-unlisted":
      return "ec2/launch";
    case "stop-slow":
      return "ec2/stop";
    case "terminate-slow":
      return "ec2/terminate";
    case "agent-slow":
      return AGENTS[Math.floor(pick * AGENTS.length)];
    default:
      return undefined;
  }
}

/** An EC2 that takes its time, and whose listings do not show for a while what it launched. */
export function slowEc2(armed: Armoury, cloud: () => LocalCloud): Through {
  const unlistedUntil = new Map<InstanceId, Instant>();
  const now = (): Instant => cloud().scheduler.now();
  const during = ({ least, most }: typeof SLOW_MS, { random }: Armed): number =>
    Math.round(random.between(least, most));

  function slow(what: string, machine: Machine): void {
    const struck = armed.strike(`ec2/${what}`);
    if (!struck) return;
    const unlistedMs = struck.fault.kind === "launch-unlisted" ? during(UNLISTED_MS, struck) : 0;
    if (what === "launch") unlistedUntil.set(machine.id, now() + unlistedMs);
    cloud().world.power.prolong(machine, Math.max(unlistedMs, during(SLOW_MS, struck)));
  }

  /** The machine that this call has set in motion, if any. */
  function moved({ port, method, args }: PortCall, answer: object): Machine | undefined {
    const { machines } = cloud().world;
    if (port === "power" && method !== "start" && "kind" in answer && answer.kind === "asked")
      return machines.get(args[0] as InstanceId);
    if (port !== "launcher") return undefined;
    const { instances = [] } = answer as { instances?: readonly Ec2Instance[] };
    // Asked with the same token again, EC2 answers what it launched before.
    const isNew = ({ id }: Machine): boolean => !unlistedUntil.has(id);
    return instances
      .flatMap(({ id }) => machines.get(id) ?? [])
      .find((each) => each.state === "pending" && isNew(each));
  }

  return async <Answer>(call: PortCall, work: () => Promise<Answer>): Promise<Answer> => {
    const answer = await work();
    if (typeof answer !== "object" || answer === null) return answer;
    const machine = moved(call, answer);
    if (machine) slow(call.method, machine);
    if (call.port !== "listing" || !("rows" in answer)) return answer;
    const rows = answer.rows as readonly Ec2Instance[];
    return { ...answer, rows: rows.filter(({ id }) => now() >= (unlistedUntil.get(id) ?? 0)) };
  };
}

/** Agents that say what they have to say long after they should. What was switched off meanwhile says nothing. */
export function slowAgents(armed: Armoury, cloud: () => LocalCloud, fetch: Fetch): Fetch {
  return async (request) => {
    if (request.method !== "POST") return fetch(request);
    const { name } = (await request.clone().json()) as { name?: string };
    const { scheduler, world } = cloud();
    const [, , id = ""] = new URL(request.url).pathname.split("/");
    const machine = world.machines.get(id);
    const isFirstBoot = machine?.past.every(({ state }) => state === "pending" || state === "running");
    const [first, scrubbed, verify] = AGENTS;
    const struck = armed.strike(name === SCRUBBED ? scrubbed : isFirstBoot ? first : verify);
    if (!struck) return fetch(request);
    const cycle = machine?.cycle;
    await scheduler.sleep(Math.round(struck.random.between(AGENT_SLOW_MS.least, AGENT_SLOW_MS.most)));
    return machine?.cycle === cycle ? fetch(request) : Response.json({}, { status: 403 });
  };
}
