import { EC2Client } from "@aws-sdk/client-ec2";
import { CLIENT_SETTINGS } from "../../../adapters/aws/client-settings.ts";
import { listing } from "../../../adapters/aws/ec2/listing.ts";
import { memoryPlane } from "../../../adapters/memory/plane.ts";
import { startSweep } from "../../../core/flows/start-sweep.ts";
import { sweep } from "../../../core/flows/sweep.ts";
import { PAGE_ROWS_MAX, SEEN_PAGES_MAX } from "../../../core/model/limits.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import { aPool, aTemplate, instanceNo, REGION } from "../../builders.ts";
import { clockAt } from "../../recorded-plane.ts";
import { cpuMs } from "./cpu.ts";
import { numbersIn, poolsOf, recordOf, SWEPT_AT, stockOf, ZONES } from "./fleet.ts";

/** One whole sweep through the real flows and the real adapter of EC2, in a process of its own that holds what a Lambda would. Of
 *  the store it has only the answers: they are made when asked for, and their CPU is not the sweep's. Says what it took. */
const [endpoint = "", size = ""] = process.argv.slice(2);
const instances = Number(size);

const spent = { listing: 0, store: 0 };
let calls = 0;

/** Made when asked for, as if it came from the store. */
async function fromStore<Made>(make: () => Made): Promise<Made> {
  const begun = cpuMs();
  const made = make();
  spent.store += cpuMs() - begun;
  return made;
}

const client = new EC2Client({
  ...CLIENT_SETTINGS,
  region: REGION,
  endpoint,
  credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
});
const clock = clockAt(SWEPT_AT);
const { page } = listing(client, clock, { count: () => {} });
const pools = poolsOf(instances).map((id) => aPool({ id }));
const template = aTemplate({ subnets: Object.fromEntries(ZONES.map((zone) => [zone, "subnet-1"])) });

const memory = memoryPlane({ clock }).ports;
const ports: Ports = {
  ...memory,
  pools: { ...memory.pools, list: async () => pools },
  templates: { ...memory.templates, find: async () => template },
  instances: { ...memory.instances, stock: (pool) => fromStore(() => stockOf(pool, instances)) },
  listing: {
    async page(from) {
      const begun = cpuMs();
      const answer = await page(from);
      spent.listing += cpuMs() - begun;
      calls += 1;
      return answer;
    },
  },
  seenSet: {
    ...memory.seenSet,
    records: (_pool, ids) => fromStore(() => ids.map(recordOf)),
    see: async () => {},
    seen: (from) => fromStore(() => seenOn(from)),
  },
};

/** Of a zone everybody; nobody is absent, so nobody was noted to be judged. */
const seenOn = ({ zone, page: first }: { zone: string; page: number }): readonly string[] =>
  ZONES.includes(zone)
    ? numbersIn(zone, instances, { from: first * PAGE_ROWS_MAX, limit: SEEN_PAGES_MAX * PAGE_ROWS_MAX }).map(instanceNo)
    : [];

const before = { cpu: cpuMs(), unavailableOffering: performance.now() };
const begun = await startSweep(ports, REGION);
if (begun.kind === "unknown-region") throw new Error(`${REGION} has no pool`);
const { id } = begun.sweep;
while ((await sweep(ports, id)).kind === "more");
const wallMs = performance.now() - before.unavailableOffering;
const mergeCpuMs = cpuMs() - before.cpu - spent.listing - spent.store;
const swept = await ports.sweeps.find(id);
process.send?.({
  pages: swept?.shards.reduce((sum, shard) => sum + shard.pages, 0),
  rows: swept?.shards.reduce((sum, shard) => sum + shard.rows, 0),
  findings: swept?.findings,
  calls,
  mergeCpuMs,
  wallMs,
  peakRssKb: process.resourceUsage().maxRSS,
});
process.disconnect();
client.destroy();
