import type { Plane, PlaneAnswer } from "../client.ts";
import type { CommandContext } from "../command-context.ts";
import type { CommandOutcome, Exit } from "../errors.ts";
import { type Follower, follower } from "../follower.ts";
import { counted } from "../print.ts";
import { type HeldInstance, keptIn, type PoolState, releaseAll, standings } from "./pools.ts";
import { type EmptyRegionProof, prove } from "./prove.ts";
import { persistentText, progressText, proofText } from "./text.ts";

/** Looks at the pools: with news they are many, without a day of them. */
const LOOKS_MAX = 200_000;
/** Times that what a sweep found is waited for. */
const ROUNDS_MAX = 3;

interface Wishes {
  readonly url: string;
  readonly releaseClaims?: true;
}

/** Follows pools that are torn down until nothing leaves any more, and has EC2's listing prove it. It only watches: what it waits for
 *  goes on without it, and it can be asked again. */
export async function emptied(
  context: CommandContext,
  plane: Plane,
  pools: readonly string[],
  wishes: Wishes,
): Promise<CommandOutcome> {
  const follow = await follower(context, wishes.url);
  try {
    let proofs: readonly EmptyRegionProof[] = [];
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const left = await untilStill(context, plane, pools, follow, wishes);
      if (left.kind === "failed") return left;
      if (left.body === undefined) return stoppedWatching(pools);
      const proven = await proveAll(plane, left.body, follow);
      if (proven.kind === "failed") return proven;
      if (proven.body === undefined) return stoppedWatching(pools);
      proofs = proven.body;
      if (proofs.every(({ found }) => found === 0)) break;
    }
    const kept = await keptIn(plane, pools);
    return kept.kind === "ok" ? told(pools, kept.body, proofs) : kept;
  } finally {
    follow.end();
  }
}

/** Until only what claims hold is there. Undefined: it was stopped. */
async function untilStill(
  context: CommandContext,
  plane: Plane,
  pools: readonly string[],
  follow: Follower,
  { releaseClaims }: Wishes,
): Promise<PlaneAnswer<readonly PoolState[] | undefined>> {
  let shown = "";
  for (let looks = 0; looks < LOOKS_MAX && !follow.stopped.aborted; looks += 1) {
    const now = await standings(plane, pools);
    if (now.kind === "failed") return now;
    const inUse = now.body.some((each) => each.inUse > 0);
    if (now.body.every(({ leaving }) => leaving === 0) && !(inUse && releaseClaims)) return now;
    // A claim may have been served by a process that had not heard of it yet.
    const released = inUse && releaseClaims ? await releaseAll(plane, pools) : undefined;
    if (released?.kind === "failed") return released;
    const text = progressText(now.body);
    if (!context.json && text !== shown) context.terminal.out(`${text}\n`);
    shown = text;
    await follow.next();
  }
  return { kind: "ok", body: undefined };
}

async function proveAll(
  plane: Plane,
  left: readonly PoolState[],
  follow: Follower,
): Promise<PlaneAnswer<readonly EmptyRegionProof[] | undefined>> {
  const proofs: EmptyRegionProof[] = [];
  for (const region of new Set(left.map(({ pool }) => pool.spec.region))) {
    const proven = await prove(plane, region, follow);
    if (proven.kind === "failed") return proven;
    if (proven.body === undefined) return { kind: "ok", body: undefined };
    proofs.push(proven.body);
  }
  return { kind: "ok", body: proofs };
}

function told(
  pools: readonly string[],
  kept: readonly HeldInstance[],
  proofs: readonly EmptyRegionProof[],
): CommandOutcome {
  const leaks = proofs.flatMap((proof) => proof.leaks);
  const isProven = proofs.every(({ isComplete, found }) => isComplete && found === 0);
  const isEmpty = kept.length === 0 && leaks.length === 0 && isProven;
  const exit: Exit = leaks.length > 0 ? "leaks" : isEmpty ? "done" : "failing";
  const read = proofs.map(({ sweep }) => sweep).join(", ");
  return {
    kind: "done",
    document: { pools, kept, proofs, nothingLeft: isEmpty },
    text: [
      ...(isEmpty ? [`Nothing is left of ${pools.join(", ")}, by EC2's own listing (${read}).`] : []),
      ...persistentText(kept),
      ...proofs.flatMap(proofText),
      ...(isProven && leaks.length === 0 && kept.length > 0
        ? [`Nothing else is left, by EC2's own listing (${read}).`]
        : []),
      ...(isEmpty ? ["The pools' specs remain: greenroom apply FILE fills them again."] : []),
    ].join("\n"),
    exit,
  };
}

const stoppedWatching = (pools: readonly string[]): CommandOutcome => ({
  kind: "done",
  document: { pools, nothingLeft: false, stopped: true },
  text: `${counted(pools.length, "pool")} ${pools.length === 1 ? "goes" : "go"} on being torn down, unwatched.`,
  exit: "failing",
});
