import { createHash } from "node:crypto";
import type { InstanceId } from "../../core/model/ids.ts";
import type { Ec2State } from "../../core/model/instance.ts";
import type { Ec2Instance } from "../../core/ports/ec2.ts";
import type { Clock } from "../../core/ports/ports.ts";
import type { Instances } from "../../core/ports/store.ts";
import type { ReplayedEc2Ports } from "./calls.ts";

/** An EC2 that does at once what it is asked, for calls whose answer nobody recorded. It remembers nothing but what it was asked
 *  last of an instance; all else it takes from the record. */
export function nominalEc2(
  clock: Clock,
  { find }: Pick<Instances, "find">,
  /** Called when an instance that was launched here does what it was asked: no recording contains it. */
  happened: (id: InstanceId, state: Ec2State) => void,
): ReplayedEc2Ports {
  const states = new Map<InstanceId, Ec2State>();
  const asked = async (id: InstanceId, state: Ec2State): Promise<{ kind: "asked" }> => {
    const record = await find(id);
    if (record && idFor(record.token, 0).slice(0, PREFIX) === id.slice(0, PREFIX)) happened(id, state);
    states.delete(id);
    states.set(id, state);
    const [oldest] = states.keys();
    if (states.size > REMEMBERED_MAX && oldest !== undefined) states.delete(oldest);
    return { kind: "asked" };
  };
  return {
    launcher: {
      async launch({ intent, template, tags }) {
        const { token, count, az, type, imageId } = intent;
        const instances = Array.from(
          { length: count },
          (_, nth): Ec2Instance => ({
            id: idFor(token, nth),
            observed: { state: "running", at: clock.now() },
            az,
            type,
            imageId,
            securityGroups: template.securityGroups,
            token,
            tags,
          }),
        );
        return { kind: "launched", instances };
      },
    },
    power: {
      start: (id) => asked(id, "running"),
      stop: (id) => asked(id, "stopped"),
      terminate: (id) => asked(id, "terminated"),
    },
    modifications: { retype: done, tag: done, untag: done, regroup: done, reprofile: done },
    attachments: {
      measure: async (id) => ({ state: (await find(id))?.observed.state ?? "stopped", interfaces: [] }),
      ...{ attach: done, grow: done, lend: done },
      addressOf: async () => ({ kind: "address", ip: "203.0.113.1" }),
    },
    names: { point: done, unpoint: done },
    access: { make: done },
    lookup: {
      async look(id) {
        const record = await find(id);
        if (!record) return "unknown";
        const { observed, az, type, imageId, securityGroups, token, tags } = record;
        const state = states.get(id) ?? observed.state;
        return { id, observed: { state, at: clock.now() }, az, type, imageId, securityGroups, token, tags };
      },
    },
    listing: { page: async () => ({ kind: "unanswered", error: "NotRecorded" }) },
  };
}

const done = async () => ({ kind: "asked" }) as const;

/** Instances whose last asked state is remembered. */
const REMEMBERED_MAX = 10_000;

/** The same token makes the same ids, which begin alike: by that they are known. */
const idFor = (token: string, nth: number): InstanceId =>
  `i-${createHash("sha256").update(`nominal/${token}`).digest("hex").slice(0, 13)}${nth.toString(16).padStart(4, "0")}`;
const PREFIX = "i-".length + 13;
