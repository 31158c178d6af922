import { readFile, writeFile } from "node:fs/promises";
import * as z from "zod";
import type { StoredState } from "../../adapters/memory/stored-state.ts";
import type { Claim } from "../../core/model/claim.ts";
import type { Instance } from "../../core/model/instance.ts";
import { POOL_INSTANCES_MAX } from "../../core/model/limits.ts";
import type { Template } from "../../core/model/template.ts";
import { type Instant, iso } from "../../core/model/time.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { type Problem, problemsOf } from "../../events/contract.ts";
import { expectation } from "../../events/expectation.ts";

const versioned = { version: z.int().min(1) };
const step = z.looseObject({ name: z.string(), from: z.string(), to: z.string(), at: z.number(), cause: z.string() });

/** What the plane cannot do without; the rest of a record is taken as it is. */
const schema = z.object({
  version: z.literal(1),
  at: z.iso.datetime(),
  pools: z.array(z.looseObject({ id: z.string(), region: z.string(), target: z.looseObject({}), ...versioned })),
  templates: z.array(z.looseObject({ name: z.string(), images: z.looseObject({}), ...versioned })),
  ledgers: z.array(z.looseObject({ pool: z.string(), epoch: z.int().min(0), intents: z.array(z.looseObject({})) })),
  instances: z.array(
    z.looseObject({
      id: z.string(),
      pool: z.string(),
      state: z.string(),
      tier: z.string(),
      entry: z.int().min(0),
      observed: z.object({ state: z.string(), at: z.number() }),
      signals: z.looseObject({}),
      terms: z.looseObject({}),
      last: step,
      ...versioned,
    }),
  ),
  offerings: z.array(z.looseObject({ region: z.string(), offering: z.string(), until: z.number() })).optional(),
  blame: z.array(z.looseObject({ region: z.string(), ledger: z.looseObject({}), version: z.number() })).optional(),
  claims: z.array(
    z.looseObject({
      id: z.string(),
      pool: z.string(),
      state: z.string(),
      overrides: z.looseObject({}),
      last: step,
      ...versioned,
    }),
  ),
});

/** A file that is no snapshot, and what is wrong with it. */
export class SnapshotError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ field, message }) => `${field} ${message}`).join("; "));
    this.name = "SnapshotError";
    this.problems = problems;
  }
}

/** Reads the records that {@link writeSnapshot} wrote. Rejects with a {@link SnapshotError}, or with Node's for a file that cannot
 *  be read. */
export async function readSnapshot(path: string): Promise<StoredState> {
  const read = schema.safeParse(parse(await readFile(path, "utf8")), { error: expectation });
  if (!read.success) throw new SnapshotError(problemsOf(read.error));
  // Written from these very types; what a plan or a transition reads first was just held against the schema.
  return read.data as unknown as StoredState;
}

export async function writeSnapshot(path: string, stored: StoredState, at: Instant): Promise<void> {
  await writeFile(path, `${JSON.stringify({ version: 1, at: iso(at), ...stored })}\n`);
}

/** Everything in a store that decisions are made from. */
export async function storedStateOf(ports: Ports): Promise<StoredState> {
  const pools = await ports.pools.list();
  const templates: Template[] = [];
  for (const name of new Set(pools.map(({ template }) => template.name))) {
    const latest = await ports.templates.latest(name);
    for (let version = 1; version <= (latest?.version ?? 0); version += 1) {
      const template = await ports.templates.find(name, version);
      if (template) templates.push(template);
    }
  }
  const instances: Instance[] = [];
  const claims: Claim[] = [];
  for (const { id } of pools) {
    instances.push(...(await instancesOf(ports, id)));
    claims.push(...(await ports.claims.page(id, { limit: Number.MAX_SAFE_INTEGER })));
  }
  const regions = [...new Set(pools.map(({ region }) => region))];
  return {
    pools,
    templates,
    ledgers: await Promise.all(pools.map(({ id }) => ports.ledgers.find(id))),
    instances,
    claims,
    offerings: (await Promise.all(regions.map(ports.offerings.recall))).flat(),
    blame: (await Promise.all(regions.map(ports.blame.find))).filter((record) => record !== undefined),
  };
}

/** Those in stock in the order of the stock, which is that of their launch; then the tombstones. */
async function instancesOf(ports: Ports, pool: string): Promise<readonly Instance[]> {
  const all = await ports.instances.page(pool, { limit: Number.MAX_SAFE_INTEGER });
  const byId = new Map(all.map((instance) => [instance.id, instance]));
  const stock = (await ports.instances.stock(pool)).slice(0, POOL_INSTANCES_MAX);
  const live = stock.flatMap(({ id }) => byId.get(id) ?? []);
  return [...live, ...all.filter(({ state }) => state === "gone")];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
