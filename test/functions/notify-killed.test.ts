import type { DynamoDBRecord } from "aws-lambda";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { notifyFunction } from "../../functions/manifest.ts";
import { handle } from "../../functions/notify.ts";
import { logger } from "../../functions/shared/chain.ts";
import { onStream } from "../../functions/shared/on-stream.ts";
import { aClaim, anInstance, aPool, inState, instanceNo, next, POOL } from "../builders.ts";
import { CONTEXT, failedIn } from "./lambda.ts";
import { type Heard, portByPort, requestByRequest, type Stage, type Work } from "./notify-stages.ts";
import { ofClaim, ofInstance, ofPointer, ofPool } from "./stream-records.ts";

vi.spyOn(logger, "warn").mockImplementation(() => {});

/** Records in one invocation: fewer than there are, so that a resource's versions are in several. */
const BATCH = 9;
const LIVES_MAX = 60;

/** Five versions each of two instances and three of a third, a claim's life, a pool, a pointer; and one that nobody can publish. */
const one = (version: number) => anInstance({ id: instanceNo(1), version });
const two = (version: number) => inState("preparing", { id: instanceNo(2), version, entry: version });
const three = (version: number) => anInstance({ id: instanceNo(3), pool: "linux-ci", version });
const POISONED = `${instanceNo(2)}:3`;
const asleep = { ...two(3), state: "sleeping" } as unknown as ReturnType<typeof two>;
const RECORDS: readonly DynamoDBRecord[] = [
  ofPool(aPool()),
  ofInstance(one(1)),
  ofPointer(instanceNo(1)),
  ofInstance(two(1)),
  ofInstance(one(2), one(1)),
  ofInstance(two(2), two(1)),
  ofClaim(aClaim()),
  ofInstance(asleep, two(2)),
  ofInstance(two(4), asleep),
  ofInstance(one(3), one(2)),
  ofInstance(three(1)),
  ofClaim(next(aClaim(), { state: "leased" })),
  ofInstance(one(4), one(3)),
  ofInstance(three(2), three(1)),
  ofInstance(two(5), two(4)),
  ofClaim(next(next(aClaim()), { state: "delivered" })),
  ofInstance(one(5), one(4)),
  ofInstance(three(3), three(2)),
].map((record, nth) => record(nth + 1));

const range = (id: string, ...versions: readonly number[]) => versions.map((version) => `${id}:${version}`);
const TOLD: Readonly<Record<string, readonly string[]>> = {
  [instanceNo(1)]: range(instanceNo(1), 1, 2, 3, 4, 5),
  [instanceNo(2)]: range(instanceNo(2), 1, 2, 4, 5),
  [instanceNo(3)]: range(instanceNo(3), 1, 2, 3),
  [aClaim().id]: range(aClaim().id, 1, 2, 3),
  [POOL]: range(POOL, 1),
};
const DEADLINES = [1, 2, 4, 5].map((entry) => `${instanceNo(2)}/${entry}`);

/** What happens at a call: it is done and answered, the process dies before or after it, it fails before or after, or the service
 *  fails the first, third, … entry of a batch. */
type Fate = "done" | "dies before" | "dies after" | "fails before" | "fails after" | "fails in part";
/** The fate of each call in turn; those after the last are done. */
type Script = (call: number) => Fate;

/** Reads the stream to its end as Lambda does: what was not answered comes again whole, what failed from its first record on.
 *  Answers what was heard, and how many calls were made. */
async function readOut(stage: Stage, script: Script): Promise<{ heard: Heard; calls: number }> {
  let calls = 0;
  let die: () => void = () => {};
  const dead = () => {
    die();
    return new Promise<never>(() => {});
  };
  const through: Work = async (work) => {
    calls += 1;
    const fate = script(calls);
    if (fate === "dies before") return dead();
    if (fate === "fails before") throw new Error("fails before");
    const answer = await work(fate === "fails in part");
    if (fate === "dies after") return dead();
    if (fate === "fails after") throw new Error("fails after");
    return answer;
  };
  const { ports, heard } = stage(through);
  let from = 0;
  for (let lives = 0; from < RECORDS.length; lives += 1) {
    if (lives > LIVES_MAX) throw new Error(`the stream stands still at ${from}`);
    const batch = RECORDS.slice(from, from + BATCH);
    const died = new Promise<"died">((resolve) => {
      die = () => resolve("died");
    });
    const answer = await Promise.race([
      died,
      onStream(notifyFunction, handle, async () => ports)({ Records: [...batch] }, CONTEXT),
    ]);
    if (answer === "died") continue;
    const [first] = failedIn(answer);
    from = first === undefined ? from + batch.length : RECORDS.findIndex((each) => sequenceOf(each) === first);
  }
  return { heard, calls };
}
const sequenceOf = ({ dynamodb }: DynamoDBRecord) => dynamodb?.SequenceNumber;

/** What holds whatever happened. */
function promisesKept({ outlets, deadlines, plans, failures }: Heard): void {
  for (const ids of Object.values(outlets)) {
    const first = [...new Set(ids)];
    for (const [resource, versions] of Object.entries(TOLD))
      expect(first.filter((id) => id.startsWith(`${resource}:`))).toEqual(versions);
    expect(first).not.toContain(POISONED);
  }
  expect(new Set(deadlines)).toEqual(new Set(DEADLINES));
  expect(new Set(plans)).toEqual(new Set([POOL, "linux-ci"]));
  // The gap at the poisoned one's version is no loss: the record is kept as it came.
  expect(failures.length).toBeGreaterThan(0);
  const poisoned = RECORDS.find((each) => sequenceOf(each) === "8");
  for (const failure of failures) expect(failure).toMatchObject({ sequence: "8", record: poisoned, leftOut: [] });
}

describe.each([
  { steps: "port by port", stage: portByPort, callsMin: 9 },
  { steps: "request by request", stage: requestByRequest, callsMin: 15 },
])("the notify function, $steps", ({ stage, callsMin }) => {
  it("publishes the whole stream once when nothing happens", async () => {
    const { heard, calls } = await readOut(stage, () => "done");
    promisesKept(heard);
    for (const ids of Object.values(heard.outlets)) expect(ids).toHaveLength(new Set(ids).size);
    expect(heard.failures).toHaveLength(1);
    expect(calls).toBeGreaterThanOrEqual(callsMin);
  });

  it.each<Fate>(["dies before", "dies after", "fails before", "fails after", "fails in part"])(
    "that %s any one call still publishes every transition, each resource's in order, and keeps what it cannot publish",
    async (fate) => {
      const { calls } = await readOut(stage, () => "done");
      for (let at = 1; at <= calls; at += 1) {
        const { heard } = await readOut(stage, (call) => (call === at ? fate : "done"));
        promisesKept(heard);
      }
    },
  );

  it("that dies and fails again and again does so too", async () => {
    const fate = fc.constantFrom<Fate>(
      ...(["done", "dies before", "dies after", "fails before", "fails after"] as const),
      ...(["fails in part", "fails in part", "fails in part"] as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 40 }), async (fates) => {
        promisesKept((await readOut(stage, (call) => fates[call - 1] ?? "done")).heard);
      }),
      { seed: 4, numRuns: 150 },
    );
  });
});
