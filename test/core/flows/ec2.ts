import type { InstanceId } from "../../../core/model/ids.ts";
import type { Ec2State } from "../../../core/model/instance.ts";
import { type Instant, wholeSecond } from "../../../core/model/time.ts";
import type { Ec2Instance, LaunchRequest, Refusal, Starting } from "../../../core/ports/ec2.ts";
import type { Access, Attachments, Changed, Measures, Mistake } from "../../../core/ports/modifications.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import { IMAGE, instanceNo } from "../../builders.ts";

export const NO_CAPACITY: Refusal = { kind: "no-capacity", error: "InsufficientInstanceCapacity" };
export const MISTAKEN: Mistake = { kind: "mistaken", error: "InvalidNetworkInterface.InUse" };
export const IMPOSSIBLE: Refusal = { kind: "impossible", error: "InvalidAMIID.NotFound" };

/** An EC2 that does what is asked and writes it down. It launches once a token, and says what it is set to. */
export interface FakeEc2
  extends Pick<
    Ports,
    "launcher" | "power" | "modifications" | "attachments" | "names" | "access" | "lookup" | "console"
  > {
  /** Calls in order: the name, the instance or token, and what was asked. */
  readonly asked: string[];
  readonly requests: LaunchRequest[];
  /** What runs there, by id; a test may change it. */
  readonly machines: Map<InstanceId, Ec2Instance>;
  /** What the next calls of a name answer instead, until it is taken back. */
  readonly refusals: Map<string, Refusal | Mistake | { readonly kind: "already" | "unknown" }>;
  /** What runs already when it is started is in this state. */
  runs: "pending" | "running";
  /** Instances fewer than asked for, from now on. */
  missing: number;
  /** What it says of a newly launched instance. */
  launchedAs: Ec2State;
  /** What is attached to every instance, what every Elastic IP is, and what becomes of an order. */
  measures: Measures | "unknown";
  address: Awaited<ReturnType<Attachments["addressOf"]>>;
  orders: Awaited<ReturnType<Access["make"]>>;
  /** What is on every console. */
  printed: string | undefined;
  becomes(id: InstanceId, state: Ec2State): void;
}

export function fakeEc2(now: () => Instant): FakeEc2 {
  const machines: FakeEc2["machines"] = new Map();
  const refusals: FakeEc2["refusals"] = new Map();
  const launched = new Map<string, readonly InstanceId[]>();
  const asked: string[] = [];
  const requests: LaunchRequest[] = [];

  /** Numbered from 101 on, so that they differ from what a test put there. */
  function launchOnce({ intent, tags }: LaunchRequest): readonly InstanceId[] {
    const before = launched.get(intent.token);
    if (before) return before;
    const ids = Array.from({ length: intent.count - ec2.missing }, () => {
      const id = instanceNo(101 + machines.size);
      const observed = { state: ec2.launchedAs, at: wholeSecond(now()) };
      machines.set(id, {
        id,
        observed,
        az: intent.az,
        type: intent.type,
        imageId: IMAGE,
        privateIp: "10.0.1.9",
        securityGroups: [],
        tags,
      });
      return id;
    });
    launched.set(intent.token, ids);
    return ids;
  }
  const answer = async (name: string, what: string): Promise<Refusal | { kind: "asked" | "already" | "unknown" }> => {
    asked.push(`${name} ${what}`);
    const refusal = refusals.get(name);
    return refusal && refusal.kind !== "mistaken" ? refusal : { kind: "asked" };
  };
  const only = async (name: string, what: string): Promise<Changed> => {
    asked.push(`${name} ${what}`);
    const refusal = refusals.get(name);
    if (refusal && "error" in refusal) return refusal;
    return { kind: refusal?.kind === "unknown" ? "unknown" : "asked" };
  };

  const named = async (name: string, what: string): Promise<{ kind: "asked" } | Mistake> => {
    asked.push(`${name} ${what}`);
    const refusal = refusals.get(name);
    return refusal?.kind === "mistaken" ? refusal : { kind: "asked" };
  };

  const ec2: FakeEc2 = {
    asked,
    requests,
    machines,
    refusals,
    missing: 0,
    runs: "running",
    launchedAs: "pending",
    measures: { state: "stopped", interfaces: [{ id: "eni-0", index: 0 }], rootVolume: "vol-1" },
    address: { kind: "address", ip: "203.0.113.7" },
    orders: { kind: "asked" },
    printed: undefined,
    becomes(id, state) {
      const machine = machines.get(id);
      if (machine) machines.set(id, { ...machine, observed: { state, at: wholeSecond(now()) } });
    },
    launcher: {
      async launch(request) {
        asked.push(`launch ${request.intent.token}`);
        requests.push(request);
        const refusal = refusals.get("launch");
        if (refusal && "error" in refusal && refusal.kind !== "mistaken") return refusal;
        return { kind: "launched", instances: launchOnce(request).map((id) => machines.get(id)!) };
      },
    },
    power: {
      async start(id) {
        const started = await answer("start", id);
        return started.kind === "already" ? { ...started, kind: "already", state: ec2.runs } : (started as Starting);
      },
      stop: (id, { hibernate }) => answer("stop", hibernate ? `${id} hibernate` : id),
      terminate: (id, { spot }) => answer("terminate", spot ? `${id} spot` : id),
    },
    modifications: {
      retype: (id, type) => only("retype", `${id} ${type}`),
      tag: (id, tags) => only("tag", `${id} ${JSON.stringify(tags)}`),
      untag: (id, keys) => only("untag", `${id} ${keys.join(",")}`),
      regroup: (id, groups) => only("regroup", `${id} ${groups.join(",")}`),
      reprofile: (id, profile) => only("reprofile", `${id} ${profile}`),
    },
    attachments: {
      async measure(id) {
        asked.push(`measure ${id}`);
        return ec2.measures;
      },
      attach: (id, networkInterface, index) => only("attach", `${id} ${networkInterface} ${index}`),
      grow: (volume, gib) => only("grow", `${volume} ${gib}`),
      lend: (id, elasticIp) => only("lend", `${id} ${elasticIp}`),
      async addressOf(elasticIp) {
        asked.push(`addressOf ${elasticIp}`);
        return ec2.address;
      },
    },
    names: {
      point: (dns, ip) => named("point", `${dns.name} ${ip} ${dns.ttlSeconds}`),
      unpoint: (dns, ip) => named("unpoint", `${dns.name} ${ip} ${dns.ttlSeconds}`),
    },
    access: {
      async make(id, { kind, secret, os }) {
        asked.push(`make ${id} ${kind} ${secret} ${os}`);
        return ec2.orders;
      },
    },
    lookup: {
      async look(id) {
        asked.push(`look ${id}`);
        return machines.get(id) ?? "unknown";
      },
    },
    console: {
      async read(id) {
        asked.push(`read ${id}`);
        return ec2.printed === undefined ? { kind: "empty" } : { kind: "output", text: ec2.printed };
      },
    },
  };
  return ec2;
}
