import { AsyncLocalStorage } from "node:async_hooks";
import type { Claim } from "../../../core/model/claim.ts";
import type { InstanceId } from "../../../core/model/ids.ts";
import type { Template } from "../../../core/model/template.ts";
import { type Instant, MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { poolFile } from "../../../events/requests/pool-file.v1.ts";
import { api } from "../../../functions/routes.ts";
import { askUntilAnswered, type Fetch, post, put } from "../../../local/client.ts";
import { type LocalCloud, localCloud } from "../../../local/cloud.ts";
import { httpDoor } from "../../../local/http-door.ts";
import { isRemembered } from "../../../local/latency.ts";
import { reporter } from "../../../local/report.ts";
import { seamed, type Through } from "../../../local/seam.ts";
import type { Handed, Made, Sent } from "./share.ts";

export interface Drive {
  readonly handed: readonly Handed[];
  /** The pool's own launches, from the launch asked for to the evidence complete. */
  readonly cold: readonly number[];
  readonly violations: readonly string[];
}

/** What the pool keeps warm. A round of demand is: half as many again at once, so that the last of them miss; and some when their
 *  refills are being prepared, which are almost-warm hits. Then all is given back, and the pool fills up. */
const WARM = 6;
const AT_ONCE = 9;
const LATER = 3;
const LATER_MS = { windows: 200 * SECOND_MS, linux: 25 * SECOND_MS } as const;
const USE_MS = 2 * MINUTE_MS;
const ROUND_MS = 30 * MINUTE_MS;
/** One in so many asks for a tag of its own. */
const CHANGED_EVERY = 4;
const START = Date.UTC(2026, 0, 5);
const POOL = "bench";
const REGION = "eu-west-1";

/** `spreadMs`: within which claims come that come together; none: at the same millisecond. */
export interface PersistentClaim {
  readonly os: Template["os"];
  readonly seed: number;
  readonly rounds: number;
  readonly spreadMs: number;
}

export async function drive(asked: PersistentClaim): Promise<Drive> {
  const signals = new Map<InstanceId, Sent[]>();
  const cloud: LocalCloud = localCloud({
    seed: asked.seed,
    start: START,
    region: REGION,
    agents: (fetch) => noting(fetch, signals, () => cloud.clock.now()),
  });
  const watching = reporter(cloud, asked.seed);
  const requests = new Map<string, Omit<Handed, "claim" | "signals">>();
  const claims = new Map<string, Claim>();
  const cold: number[] = [];
  cloud.watch((fact) => {
    if (fact.kind !== "written") return;
    const { written } = fact;
    if (written.kind === "instance" && written.before && !written.before.readyAt && written.after.readyAt)
      cold.push(written.after.readyAt - written.after.launchedAt);
    if (written.kind !== "claim" || written.before?.deliveredAt || !written.after.deliveredAt) return;
    const { after } = written;
    claims.set(after.request.key, after);
    cloud.scheduler.after(USE_MS, () => ask(cloud, cloud.api.fetch, `/claims/${after.id}/release`, {}));
  });

  cloud.scheduler.after(0, () => apply(cloud, asked.os));
  const front = frontOf(cloud);
  const arrivals = cloud.streams("bench/arrivals");
  for (let round = 0; round < asked.rounds; round += 1) {
    const begun = START + (round + 1) * ROUND_MS;
    for (let nth = 0; nth < AT_ONCE + LATER; nth += 1) {
      const key = `job-${round}-${nth}`;
      const isPlain = nth % CHANGED_EVERY !== 0;
      const comesMs = (nth < AT_ONCE ? 0 : LATER_MS[asked.os]) + Math.floor(arrivals.unit() * asked.spreadMs);
      cloud.scheduler.at(begun + comesMs, async () => {
        const calls: Made[] = [];
        requests.set(key, { sentAt: cloud.clock.now(), isPlain, calls });
        await ask(cloud, front(calls), `/pools/${POOL}/claims`, { key, ...(!isPlain && { tags: { job: key } }) });
      });
    }
  }
  await cloud.run(START + (asked.rounds + 2) * ROUND_MS);
  const handed = [...claims].flatMap(([key, claim]) => {
    const request = requests.get(key);
    return request ? [{ ...request, claim, signals: signals.get(claim.instance ?? "") ?? [] }] : [];
  });
  return { handed, cold, violations: watching.report({ atEnd: true }).violations };
}

/** An API of the claimants' own over the cloud's ports, which takes as long as the cloud's; what it calls for a request is noted
 *  with that. */
function frontOf({ scheduler, streams, ports, emit }: LocalCloud): (calls: Made[]) => Fetch {
  const under = new AsyncLocalStorage<Made[]>();
  const noted: Through = async (call, work) => {
    if (isRemembered(call)) return work();
    const calls = under.getStore();
    const at = (calls?.push({ name: call.name, begun: scheduler.now(), ended: Number.NaN }) ?? 0) - 1;
    const answer = await work();
    const made = calls?.[at];
    if (calls && made) calls[at] = { ...made, ended: scheduler.now() };
    return answer;
  };
  const app = api(seamed(ports, noted));
  const random = streams("bench/http");
  return (calls) => {
    const fetch: Fetch = (request) => under.run(calls, async () => app.fetch(request));
    return httpDoor({ scheduler, random, app: { fetch }, emit }).fetch;
  };
}

/** Notes what guests send, by their instance. */
const noting =
  (fetch: Fetch, signals: Map<InstanceId, Sent[]>, now: () => Instant): Fetch =>
  async (request) => {
    const [, instance = ""] = /^\/instances\/([^/]+)\//.exec(new URL(request.url).pathname) ?? [];
    const of = signals.get(instance) ?? [];
    signals.set(instance, of);
    const at = now();
    const place = of.push({ at, answeredAt: Number.POSITIVE_INFINITY }) - 1;
    const response = await fetch(request);
    of[place] = { at, answeredAt: now() };
    return response;
  };

async function ask({ scheduler }: LocalCloud, fetch: Fetch, path: string, body: object): Promise<void> {
  const answer = await askUntilAnswered(scheduler, fetch, () => post(path, body, "bench"));
  if (!answer || answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer?.body)}`);
}

async function apply({ scheduler, api: { fetch } }: LocalCloud, os: Template["os"]): Promise<void> {
  const answer = await askUntilAnswered(scheduler, fetch, () => put("/pools", POOLS[os]));
  if (answer?.status !== 200) throw new Error(`the pools were not applied: ${JSON.stringify(answer?.body)}`);
}

const file = (os: Template["os"], needs: readonly string[]) =>
  poolFile.parse({
    version: 1,
    templates: [
      {
        name: os,
        os,
        images: { [REGION]: "ami-0a1b2c3d4e5f60718" },
        types: ["m7i.xlarge"],
        subnets: { [`${REGION}a`]: "subnet-0aaa0000000000001", [`${REGION}b`]: "subnet-0bbb0000000000002" },
        securityGroups: ["sg-0123456789abcdef0"],
        ready: { by: "signals", needs, maxClockOffsetMs: SECOND_MS },
        verify: { by: "signals", needs: ["clock", "agent"], maxClockOffsetMs: SECOND_MS },
      },
    ],
    pools: [
      {
        id: POOL,
        template: os,
        region: REGION,
        target: { stopped: WARM },
        max: { instances: 60 },
        onRelease: "retire",
      },
    ],
  });

const POOLS = {
  windows: file("windows", ["sysprep", "second-boot", "clock", "agent"]),
  linux: file("linux", ["clock", "agent"]),
} as const;
