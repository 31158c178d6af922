import { Readable } from "node:stream";
import { isDeepStrictEqual } from "node:util";
import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { instanceFrom } from "../../../adapters/aws/ec2/instance.ts";
import { readLeanly } from "../../../adapters/aws/ec2/lean-reader.ts";
import { PAGE_ROWS_MAX } from "../../../core/model/limits.ts";
import { pageXml } from "../../adapters/aws/ec2/page-xml.ts";
import { EPOCH, REGION } from "../../builders.ts";
import { cpuMs } from "./cpu.ts";
import { listedNo, numbersIn, ZONES } from "./fleet.ts";

/** The same pages through the SDK's client twice, with its own deserializer and with ours: all but the network. Throws if the two
 *  differ in a row. Says the CPU of each, ms per 1,000 instances. */
const instances = Number(process.argv[2]);
/** Pages that let the engine compile, and those that are measured: of a larger fleet the first ones stand for all. */
const WARM_UP = 5;
const PAGES_MAX = 40;

let body = Buffer.alloc(0);
const client = new EC2Client({
  region: REGION,
  credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
  requestHandler: {
    handle: async () => ({ response: { statusCode: 200, headers: {}, body: Readable.from([body]) } }),
  } as never,
});

async function timed(command: DescribeInstancesCommand) {
  const begun = cpuMs();
  const { Reservations = [] } = await client.send(command);
  const rows = Reservations.flatMap(({ Instances = [] }) => Instances).map((each) => instanceFrom(each, EPOCH));
  return { rows, ms: cpuMs() - begun };
}

const took = { sdk: 0, ours: 0, rows: 0 };
const limit = Math.min(PAGE_ROWS_MAX, Math.ceil(instances / ZONES.length));
const pages = Math.min(PAGES_MAX, Math.max(1, Math.floor(instances / limit)));
for (let page = -WARM_UP; page < pages; page += 1) {
  const zone = ZONES[Math.max(0, page) % ZONES.length] ?? "";
  const from = Math.floor(Math.max(0, page) / ZONES.length) * limit;
  body = Buffer.from(pageXml(numbersIn(zone, instances, { from, limit }).map(listedNo)));
  const ours = await timed(readLeanly(new DescribeInstancesCommand({})));
  const sdk = await timed(new DescribeInstancesCommand({}));
  if (!isDeepStrictEqual(ours.rows, sdk.rows)) throw new Error(`page ${page} is read otherwise than by the SDK`);
  if (page < 0) continue;
  took.sdk += sdk.ms;
  took.ours += ours.ms;
  took.rows += ours.rows.length;
}
process.send?.({ sdk: (took.sdk / took.rows) * 1_000, ours: (took.ours / took.rows) * 1_000 });
process.disconnect();
