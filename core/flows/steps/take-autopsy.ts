import { type Autopsy, type ConsoleRead, keptConsole, type StateReason } from "../../model/autopsy.ts";
import type { InstanceId } from "../../model/ids.ts";
import type { Instance } from "../../model/instance.ts";
import { PortError } from "../../ports/errors.ts";
import type { Ports } from "../../ports/ports.ts";

export type AutopsyPorts = Pick<Ports, "clock" | "instances" | "autopsies" | "lookup" | "console">;

/** Keeps what there is to know of an instance that was put into quarantine. What stopped EC2 from answering is kept as that, and
 *  thrown, so that who asks again takes it anew. One that has its console is not taken twice. */
export async function takeAutopsy(ports: AutopsyPorts, instance: Instance): Promise<"asked" | "already"> {
  const { id, signals, stages = {} } = instance;
  const before = await ports.autopsies.find(id);
  if (before?.console.kind === "output") return "already";

  const history = await ports.instances.history(id);
  const { printed, stateReason, stopped } = await said(ports, id);
  const verdict = history.findLast(({ from, to }) => to === "quarantined" && from !== to) ?? before?.verdict;
  const { pool, az, type, imageId, generation, launchedAt, observed } = instance;
  const autopsy: Autopsy = {
    ...{ instance: id, pool, az, type, imageId, generation, launchedAt, observed },
    takenAt: ports.clock.now(),
    quarantinedAt: verdict?.at ?? instance.since,
    ...(verdict && { verdict }),
    stages,
    signals: Object.values(signals).sort((one, other) => one.at - other.at),
    history,
    ...(stateReason && { stateReason }),
    console: keptConsole(printed),
  };
  await ports.autopsies.keep(autopsy);
  if (stopped) throw stopped;
  return "asked";
}

interface Said {
  readonly printed: ConsoleRead;
  readonly stateReason?: StateReason;
  readonly stopped?: PortError;
}

/** What EC2 says of it: two calls, for an instance that failed. */
async function said(ports: Pick<Ports, "lookup" | "console">, id: InstanceId): Promise<Said> {
  try {
    const seen = await ports.lookup.look(id);
    const printed = await ports.console.read(id);
    return { printed, ...(seen !== "unknown" && seen.stateReason && { stateReason: seen.stateReason }) };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { printed: { kind: "refused", error: error.code }, stopped: error };
  }
}
