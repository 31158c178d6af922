import type { InstanceId } from "../../core/model/ids.ts";
import { SECOND_MS } from "../../core/model/time.ts";
import type { LaunchRequest } from "../../core/ports/ec2.ts";
import { ROOT_GIB } from "../assumptions.ts";
import type { Streams } from "../random.ts";
import type { Scheduler } from "../time/scheduler.ts";
import { profileArn } from "./attached.ts";
import { worldDigest } from "./ec2.ts";
import { type Machine, struckBy } from "./machine.ts";
import type { PowerSupply } from "./power-supply.ts";
import { type SpotRequests, spotRequestFor } from "./spot-requests.ts";
import type { Troubles } from "./troubles.ts";

/** From the end of an instance to the one that its Spot request launches in its place (assumed). */
const RESPAWNS_AFTER_MS = { least: 5 * SECOND_MS, most: 60 * SECOND_MS };

interface BirthParts {
  readonly scheduler: Scheduler;
  readonly streams: Streams;
  readonly machines: Map<InstanceId, Machine>;
  readonly power: () => PowerSupply;
  readonly spot: SpotRequests;
  readonly troubles: Troubles;
}

/** How machines come to be. */
export interface Births {
  /** By a launch. */
  launch(id: InstanceId, request: LaunchRequest): void;
  /** By the Spot request of one that has ended, if it launches another: without the tags that the launch gave its instances.
   *  Source: EC2 User Guide, "Spot Instance request states" (a persistent request is opened again). */
  respawn(ended: Machine): void;
}

export function births({ scheduler, streams, machines, power, spot, troubles }: BirthParts): Births {
  function begin(id: InstanceId, { intent, template, tags, seal }: LaunchRequest, request: Partial<Machine>): void {
    const [high = 0, low = 0] = Buffer.from(worldDigest("ip", id), "hex");
    const now = scheduler.now();
    const machine: Machine = {
      id,
      pool: intent.pool,
      intent,
      template,
      tags: { ...tags },
      securityGroups: template.securityGroups,
      interfaces: [{ id: `eni-${worldDigest("eni", id).slice(0, 17)}`, index: 0 }],
      gib: ROOT_GIB,
      ...(template.instanceProfile && { profile: profileArn(template.instanceProfile) }),
      privateIp: `10.0.${high}.${low}`,
      launchedAt: now,
      ...(seal !== undefined && { seal }),
      type: intent.type,
      state: "pending",
      since: now,
      past: [],
      cycle: 0,
      stateReason: undefined,
      stuck: undefined,
      isProtected: false,
      isTagless: false,
      ...request,
    };
    machines.set(id, machine);
    power().on(machine);
  }

  return {
    launch(id, request) {
      const isSpot = request.template.market === "spot";
      begin(id, request, isSpot ? { spotRequest: spotRequestFor(id), requestTags: { ...request.tags } } : {});
    },
    respawn(ended) {
      const { spotRequest, intent, template, seal } = ended;
      const isLive = (): boolean => spot.all().some(({ id, state }) => id === spotRequest && state === "open");
      if (spotRequest === undefined || !isLive()) return;
      const respawns = troubles.strike("spot-respawns", struckBy(ended));
      if (!respawns) return;
      const { least, most } = RESPAWNS_AFTER_MS;
      const afterMs = respawns.afterMs ?? Math.round(streams(`respawn/${ended.id}`).between(least, most));
      scheduler.after(afterMs, () => {
        if (!isLive()) return;
        const id = `i-${worldDigest("respawn", ended.id).slice(0, 17)}`;
        const token = `${spotRequest}/${ended.id}`;
        const launch = { intent: { ...intent, token, count: 1 }, template, tags: {}, ...(seal && { seal }) };
        begin(id, launch, { spotRequest, requestTags: ended.requestTags ?? {}, isRespawned: true });
      });
    },
  };
}
