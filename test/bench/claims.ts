import { DeleteTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Instance } from "../../core/model/instance.ts";
import { startDynamoDbLocal } from "../../local/wire/dynamo/dynamodb-local.ts";
import { bareClaims, type Claimer, claimsThroughFlow, scanClaims } from "./claimers.ts";
import { quantile, rate, round2 } from "./figures.ts";
import { createTable, fillPool, localClient } from "./warm-pool.ts";

/** Claims per second through the DynamoDB store, beside the two calls a claim cannot do without (made by a loop that already
 *  knows the answer) and beside a scan-then-update. One run, one DynamoDB Local: only the ratios mean anything. */
export async function bench() {
  const local = await startDynamoDbLocal();
  const client = localClient(local.endpoint);
  try {
    const rows = [];
    for (const warm of [100, 1_000])
      for (const claimers of [1, 8, 32]) rows.push(await row(client, { claimers, warm }));
    return { rows };
  } finally {
    client.destroy();
    await local.stop();
  }
}

/** One per claimer where there are most; as many are put in again before the next round, so that the pool stays about as warm
 *  as the row says. */
const CLAIMS_PER_ROUND = 32;
/** The arms take turns, so that all see the same engine; the first rounds warm it and are not counted. */
const WARM_UP_ROUNDS = 2;
const ARMS = {
  ours: { make: claimsThroughFlow, rounds: 6 },
  bare: { make: bareClaims, rounds: 6 },
  scan: { make: scanClaims, rounds: 1 },
} as const;
/** A scan of a thousand items takes a hundred times as long as the others' query: one round of few claims shows enough. */
const claimsOf = (arm: Arm, claimers: number): number => (arm === "scan" ? Math.max(5, claimers) : CLAIMS_PER_ROUND);
type Arm = keyof typeof ARMS;
const ARM_NAMES = Object.keys(ARMS) as Arm[];

async function row(client: DynamoDBClient, { claimers, warm }: { claimers: number; warm: number }) {
  const seconds: Record<Arm, number> = { ours: 0, bare: 0, scan: 0 };
  const calls: number[] = [];
  const leases: number[] = [];
  const tableOf = (arm: Arm) => `${arm}-${warm}-${claimers}`;
  const free: Record<Arm, readonly Instance[]> = { ours: [], bare: [], scan: [] };
  for (const arm of ARM_NAMES) {
    await createTable(client, tableOf(arm));
    free[arm] = await fillPool({ client, table: tableOf(arm) }, { first: 1, count: warm - CLAIMS_PER_ROUND });
  }
  for (let round = -WARM_UP_ROUNDS; round < ARMS.ours.rounds; round += 1)
    for (const arm of ARM_NAMES.filter((each) => round < ARMS[each].rounds && (each !== "scan" || round >= 0))) {
      const table = tableOf(arm);
      const first = warm + (round + WARM_UP_ROUNDS) * CLAIMS_PER_ROUND;
      const known = [...free[arm], ...(await fillPool({ client, table }, { first, count: CLAIMS_PER_ROUND }))];
      free[arm] = known.slice(CLAIMS_PER_ROUND);
      const each = Array.from({ length: claimers }, () => ARMS[arm].make(client, table, { round, known }));
      const took = await timed(await Promise.all(each), claimsOf(arm, claimers));
      if (round < 0) continue;
      seconds[arm] += took.seconds;
      if (arm === "ours") {
        calls.push(...took.outcomes.map((done) => done.calls));
        leases.push(...took.outcomes.map((done) => done.attempts));
      }
    }
  for (const arm of ARM_NAMES) await client.send(new DeleteTableCommand({ TableName: tableOf(arm) }));
  const perSecond = (arm: Arm) => rate(ARMS[arm].rounds * claimsOf(arm, claimers), seconds[arm]);
  return {
    claimers,
    warm,
    claimsPerSecond: perSecond("ours"),
    bareClaimsPerSecond: perSecond("bare"),
    scanClaimsPerSecond: perSecond("scan"),
    ratioToBare: round2(perSecond("ours") / perSecond("bare")),
    callsP50: quantile(calls, 0.5),
    callsP99: quantile(calls, 0.99),
    attemptsMean: round2(leases.reduce((sum, each) => sum + each, 0) / leases.length),
  };
}

/** Every claimer takes the next number until all `claims` are made. */
async function timed(claimers: readonly Claimer[], claims: number) {
  const outcomes: Awaited<ReturnType<Claimer>>[] = [];
  let next = 0;
  const begun = performance.now();
  await Promise.all(
    claimers.map(async (claim) => {
      while (next < claims) outcomes.push(await claim(next++));
    }),
  );
  return { seconds: (performance.now() - begun) / 1_000, outcomes };
}
