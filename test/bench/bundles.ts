import { rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FUNCTIONS } from "../../functions/shared/manifest/functions.ts";
import { KB } from "../stacks/bundles/budgets.ts";
import { type Bundled, trimmed, untrimmed } from "../stacks/bundles/bundled.ts";
import { bundleFolder, coldStart } from "../stacks/bundles/cold-start.ts";
import { quantile, round2 } from "./figures.ts";

/** How often each bundle is imported, by a fresh process each time. All take turns, so that all see the same machine. */
const ROUNDS = 11;
/** The first round warms the file system and is not counted. */
const WARM_UP_ROUNDS = 1;

/** A handler that does nothing, and one that holds the whole clients of every service we use, as the classes that have all commands. */
const HELLO = `export const handler = async () => "hello";`;
const FULL_SDK = `
  import { DynamoDB } from "@aws-sdk/client-dynamodb";
  import { EC2 } from "@aws-sdk/client-ec2";
  import { EventBridge } from "@aws-sdk/client-eventbridge";
  import { SNS } from "@aws-sdk/client-sns";
  import { SQS } from "@aws-sdk/client-sqs";
  import { DynamoDBDocument } from "@aws-sdk/lib-dynamodb";
  const all = [new EC2({}), new EventBridge({}), new SNS({}), new SQS({}), DynamoDBDocument.from(new DynamoDB({}))];
  export const handler = async () => all.length;`;

/** The weight of each function's bundle as it is deployed, and how long a fresh process takes to import it, ports wired, beside a
 *  handler that does nothing. Measured on this machine, which is not Lambda: only what is beside each other in one run compares.
 *  `kb` counts all parts of a bundle; `untrimmedKb` is the same function with SST's `minify` and no other setting. */
export async function bench() {
  const folder = bundleFolder();
  try {
    const hello = await trimmed(await source(folder, "hello", HELLO), join(folder, "hello"));
    const fullSdk = await untrimmed(await source(folder, "full-sdk", FULL_SDK), join(folder, "full-sdk"));
    const ours: { name: string; bundle: Bundled; untrimmedKb: number }[] = [];
    for (const { name } of FUNCTIONS) {
      const entry = `functions/${name}.ts`;
      const bundle = await trimmed(entry, join(folder, name));
      ours.push({ name, bundle, untrimmedKb: kb(await untrimmed(entry, join(folder, `${name}-untrimmed`))) });
    }
    const importMs = await imported([hello, fullSdk, ...ours.map(({ bundle }) => bundle)]);
    const weighed = (bundle: Bundled) => ({
      kb: kb(bundle),
      importMs: importMs(bundle),
      leastImportMs: importMs(bundle, 0),
    });
    return {
      rounds: ROUNDS,
      node: process.version,
      hello: weighed(hello),
      fullSdk: weighed(fullSdk),
      functions: ours.map(({ name, bundle, untrimmedKb }) => ({
        name,
        kb: kb(bundle),
        untrimmedKb,
        importMs: importMs(bundle),
        overHelloMs: round2(importMs(bundle) - importMs(hello)),
        leastOverHelloMs: round2(importMs(bundle, 0) - importMs(hello, 0)),
        touchesEc2: bundle.inputs.some((path) => path.includes("@aws-sdk/client-ec2/")),
      })),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const kb = ({ bytes }: Bundled): number => Math.round(bytes / KB);

/** A handler of a few lines, in a file of its own. */
async function source(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, `${name}-source`, "handler.ts");
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
  return path;
}

/** The median of each bundle's imports, or another quantile: the least is what others on the machine spoil least. */
async function imported(bundles: readonly Bundled[]): Promise<(of: Bundled, quantile?: number) => number> {
  const taken = new Map<Bundled, number[]>(bundles.map((bundle) => [bundle, []]));
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1)
    for (const [bundle, times] of taken) {
      const { importMs } = await coldStart(bundle.path);
      if (round >= WARM_UP_ROUNDS) times.push(importMs);
    }
  return (of, which = 0.5) => round2(quantile(taken.get(of) ?? [], which));
}
