import type { SQSEvent } from "aws-lambda";
import { memoryPlane } from "../../adapters/memory/plane.ts";
import { memoryStore } from "../../adapters/memory/store.ts";
import type { Instance } from "../../core/model/instance.ts";
import { SECOND_MS } from "../../core/model/time.ts";
import type { Ports } from "../../core/ports/ports.ts";
import type { Store } from "../../core/ports/store.ts";
import { ec2InstanceStateChange } from "../../events/aws/ec2-instance-state-change.v0.ts";
import { write } from "../../events/contract.ts";
import { handle } from "../../functions/instance-state-changed.ts";
import { instanceStateChangedFunction } from "../../functions/manifest.ts";
import { onQueue } from "../../functions/shared/on-queue.ts";
import { route } from "../../functions/shared/route.ts";
import { startDynamoDbLocal } from "../../local/wire/dynamo/dynamodb-local.ts";
import { anInstance, EPOCH, instanceNo } from "../builders.ts";
import { clockAt } from "../recorded-plane.ts";
import { rate, round2 } from "./figures.ts";
import { createTable, localClient, openStore } from "./warm-pool.ts";

/** What an event costs: CPU time through the deployed handler beside the bare handle, and calls and DynamoDB units by kind. */
export async function bench() {
  return { speed: await speed(), units: await units() };
}

type State = "running" | "stopped";
interface Said {
  readonly instance: string;
  readonly state: State;
  /** Seconds after the epoch. */
  readonly second: number;
}

/** The kinds of events a plane sees, each delivered for an instance that is parking since second 10. */
const KINDS: Readonly<
  Record<string, Omit<Said, "instance"> & { readonly after?: Omit<Said, "instance">; readonly unmanaged?: true }>
> = {
  transition: { state: "stopped", second: 20 },
  duplicate: { state: "stopped", second: 20, after: { state: "stopped", second: 20 } },
  outOfOrder: { state: "running", second: 5 },
  unmanaged: { state: "stopped", second: 20, unmanaged: true },
};

const parking = (n: number): Instance =>
  anInstance({
    id: instanceNo(n),
    state: "parking",
    version: 1,
    observed: { state: "running", at: EPOCH + 10 * SECOND_MS },
  });

const textOf = ({ instance, state, second }: Said): string =>
  write(
    ec2InstanceStateChange,
    { "instance-id": instance, state },
    { id: `event-${instance}-${second}`, at: EPOCH + second * SECOND_MS },
  );

const portsOver = (store: Store): Ports => memoryPlane({ clock: clockAt(EPOCH + 30 * SECOND_MS) }, store).ports;

const EVENTS = 20_000;
const BATCH = 10;
const REPEATS = 5;

async function speed() {
  const seconds = { handler: 0, bare: 0 };
  for (let repeat = 0; repeat <= REPEATS; repeat += 1) {
    const [handler, bare] = [await timed(throughHandler), await timed(throughHandle)];
    // The first repeat lets the engine compile.
    if (repeat === 0) continue;
    seconds.handler += handler;
    seconds.bare += bare;
  }
  const perSecond = (side: keyof typeof seconds) => rate(EVENTS * REPEATS, seconds[side]);
  return [
    {
      handlerEventsPerSecond: perSecond("handler"),
      bareEventsPerSecond: perSecond("bare"),
      ratioToBare: round2(seconds.bare / seconds.handler),
    },
  ];
}

async function timed(run: (ports: Ports, texts: readonly string[]) => Promise<void>): Promise<number> {
  const store = memoryStore();
  for (let n = 1; n <= EVENTS; n += 1) await store.records.commit({ instance: parking(n) });
  const texts = Array.from({ length: EVENTS }, (_, n) =>
    textOf({ instance: instanceNo(n + 1), state: "stopped", second: 20 }),
  );
  const begun = performance.now();
  await run(portsOver(store), texts);
  return (performance.now() - begun) / 1_000;
}

/** Batches as SQS hands them over, through the middy chain, the batch processor and the contract. */
async function throughHandler(ports: Ports, texts: readonly string[]): Promise<void> {
  const handler = onQueue(route(instanceStateChangedFunction, handle), async () => ports);
  for (let at = 0; at < texts.length; at += BATCH) {
    const Records = texts.slice(at, at + BATCH).map((body, n) => ({ messageId: `m-${at + n}`, body, attributes: {} }));
    const answer = await handler({ Records } as unknown as SQSEvent, CONTEXT as never);
    if (answer?.batchItemFailures.length !== 0) throw new Error("an event failed");
  }
}

const CONTEXT = { functionName: "bench", awsRequestId: "bench", getRemainingTimeInMillis: () => 30_000 };

/** The handle alone, given what the contract makes of the text. */
async function throughHandle(ports: Ports, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const { id, time, detail } = JSON.parse(text);
    await handle(ports)({ id, at: Date.parse(time), region: undefined, replay: undefined, detail });
  }
}

async function units() {
  const local = await startDynamoDbLocal();
  const client = localClient(local.endpoint);
  try {
    const table = "events";
    await createTable(client, table);
    const spent = { calls: [] as string[], readUnits: 0, writeUnits: 0 };
    const store = openStore(client, table, (command, consumed) => {
      spent.calls.push(command);
      const sum = consumed.reduce((total, { CapacityUnits = 0 }) => total + CapacityUnits, 0);
      if (command === "GetItem" || command === "Query") spent.readUnits += sum;
      else spent.writeUnits += sum;
    });
    const ports = portsOver(store);
    const rows = [];
    for (const [n, [kind, said]] of Object.entries(KINDS).entries()) {
      const instance = instanceNo(n + 1);
      if (!said.unmanaged) await store.records.commit({ instance: parking(n + 1) });
      if (said.after)
        await route(instanceStateChangedFunction, handle).receive(ports, textOf({ instance, ...said.after }));
      Object.assign(spent, { calls: [], readUnits: 0, writeUnits: 0 });
      const outcome = await route(instanceStateChangedFunction, handle).receive(ports, textOf({ instance, ...said }));
      rows.push({ kind, outcome, ...spent, calls: spent.calls.join(" ") });
    }
    return rows;
  } finally {
    client.destroy();
    await local.stop();
  }
}
