import type { LaunchRequest } from "../../core/ports/ec2.ts";
import type { Ports } from "../../core/ports/ports.ts";
import type { Listing } from "../../core/ports/sweeps.ts";
import type { Ec2Answered } from "../../events/recording/ec2-answered.v1.ts";

/** The ports behind which EC2 is. */
export type ReplayedEc2Ports = Pick<
  Ports,
  "launcher" | "power" | "modifications" | "attachments" | "names" | "access" | "lookup" | "listing"
>;

/** One call of EC2, as a recording names it. */
export type RecordedCall = Pick<Ec2Answered, "port" | "method" | "key">;

/** EC2's ports, each call of theirs led through `ask` with its name and what it is asked with. */
export function ec2Through(
  ask: <Answer>(call: RecordedCall, work: (ports: ReplayedEc2Ports) => Promise<Answer>) => Promise<Answer>,
): ReplayedEc2Ports {
  return {
    launcher: {
      launch: (request: LaunchRequest) =>
        ask({ port: "launcher", method: "launch", key: request.intent.token }, ({ launcher }) =>
          launcher.launch(request),
        ),
    },
    power: {
      start: (id) => ask({ port: "power", method: "start", key: id }, ({ power }) => power.start(id)),
      stop: (id, how) => ask({ port: "power", method: "stop", key: id }, ({ power }) => power.stop(id, how)),
      terminate: (id, how) =>
        ask({ port: "power", method: "terminate", key: id }, ({ power }) => power.terminate(id, how)),
    },
    modifications: {
      retype: (id, type) =>
        ask({ port: "modifications", method: "retype", key: id }, ({ modifications }) =>
          modifications.retype(id, type),
        ),
      tag: (id, tags) =>
        ask({ port: "modifications", method: "tag", key: id }, ({ modifications }) => modifications.tag(id, tags)),
      untag: (id, keys) =>
        ask({ port: "modifications", method: "untag", key: id }, ({ modifications }) => modifications.untag(id, keys)),
      regroup: (id, groups) =>
        ask({ port: "modifications", method: "regroup", key: id }, ({ modifications }) =>
          modifications.regroup(id, groups),
        ),
      reprofile: (id, profile, has) =>
        ask({ port: "modifications", method: "reprofile", key: id }, ({ modifications }) =>
          modifications.reprofile(id, profile, has),
        ),
    },
    attachments: {
      measure: (id) =>
        ask({ port: "attachments", method: "measure", key: id }, ({ attachments }) => attachments.measure(id)),
      attach: (id, networkInterface, index) =>
        ask({ port: "attachments", method: "attach", key: id }, ({ attachments }) =>
          attachments.attach(id, networkInterface, index),
        ),
      grow: (volume, gib) =>
        ask({ port: "attachments", method: "grow", key: volume }, ({ attachments }) => attachments.grow(volume, gib)),
      lend: (id, elasticIp) =>
        ask({ port: "attachments", method: "lend", key: id }, ({ attachments }) => attachments.lend(id, elasticIp)),
      addressOf: (elasticIp) =>
        ask({ port: "attachments", method: "addressOf", key: elasticIp }, ({ attachments }) =>
          attachments.addressOf(elasticIp),
        ),
    },
    names: {
      point: (dns, ip) => ask({ port: "names", method: "point", key: dns.name }, ({ names }) => names.point(dns, ip)),
      unpoint: (dns, ip) =>
        ask({ port: "names", method: "unpoint", key: dns.name }, ({ names }) => names.unpoint(dns, ip)),
    },
    access: {
      make: (id, order) => ask({ port: "access", method: "make", key: id }, ({ access }) => access.make(id, order)),
    },
    lookup: {
      look: (id) => ask({ port: "lookup", method: "look", key: id }, ({ lookup }) => lookup.look(id)),
    },
    listing: {
      page: (from: Parameters<Listing["page"]>[0]) =>
        ask({ port: "listing", method: "page", key: `${from.zone}/${from.marker ?? ""}` }, ({ listing }) =>
          listing.page(from),
        ),
    },
  };
}

/** Calls that are asked and not answered, by what they are about, the oldest first. */
export class Waiting<Item> {
  readonly #byKey = new Map<string, Item[]>();

  add({ method, key }: RecordedCall, item: Item): void {
    const name = `${method} ${key}`;
    const others = this.#byKey.get(name);
    if (others) others.push(item);
    else this.#byKey.set(name, [item]);
  }

  /** How many of its kind were asked before. */
  offeringOf({ method, key }: RecordedCall, item: Item): number {
    return this.#byKey.get(`${method} ${key}`)?.indexOf(item) ?? -1;
  }

  /** The call at a place, or the last one; undefined if none waits. */
  at({ method, key }: RecordedCall, ordinal: number): Item | undefined {
    const all = this.#byKey.get(`${method} ${key}`) ?? [];
    return all[Math.min(ordinal, all.length - 1)];
  }

  delete({ method, key }: RecordedCall, item: Item): void {
    const name = `${method} ${key}`;
    const others = this.#byKey.get(name)?.filter((other) => other !== item) ?? [];
    if (others.length > 0) this.#byKey.set(name, others);
    else this.#byKey.delete(name);
  }
}
