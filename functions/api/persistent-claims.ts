import type { Brought, ClaimAndInstance, Claimed } from "../../core/flows/claim-instance.ts";
import { livingOf, persistentClaimOf } from "../../core/flows/steps/persistent-claim.ts";
import type { Claim, ClaimRequest } from "../../core/model/claim.ts";
import { claimId } from "../../core/model/ids.ts";
import { PERSISTENT_AT_ONCE } from "../../core/model/persistent-limits.ts";
import type { ApiPorts } from "./api-ports.ts";
import { BadRequest } from "./failure.ts";

/** How one claim is made. */
export type MakeClaim = (request: ClaimRequest, brought: Brought) => Promise<Claimed>;
export type KeptAnswer = ClaimAndInstance & { readonly isNew: boolean };

/** Makes the persistent claims of one request, or finds those made by its key. The first one alone settles how many there are, so
 *  that of two requests which differ one makes none. What no pool can be is answered as it is of any claim. */
export async function claimPersistent(
  ports: ApiPorts,
  make: MakeClaim,
  { asked, count, brought }: { readonly asked: ClaimRequest; readonly count?: number; readonly brought: Brought },
): Promise<readonly KeptAnswer[] | Extract<Claimed, { kind: "none" }>> {
  const { caller, key } = asked;
  const otherwise = claimId(caller, count === undefined ? placeKey(key, 1) : key);
  const taken = await ports.claims.find(otherwise);
  if (taken && (count !== undefined || taken.request.position)) throw usedOtherwise(key, taken);

  const requests = Array.from(
    { length: count ?? 1 },
    (_, n): ClaimRequest =>
      count === undefined
        ? { ...asked, persistent: true }
        : { ...asked, persistent: true, key: placeKey(key, n + 1), position: { nth: n + 1, of: count } },
  );
  const [first, ...rest] = requests;
  const answers: KeptAnswer[] = [];
  for (const batch of [first ? [first] : [], ...batches(rest)]) {
    const made = await Promise.all(batch.map((request) => make(request, brought)));
    for (const claimed of made) {
      if (claimed.kind === "none") return claimed;
      const { request } = claimed.claim;
      if (!request.persistent || request.position?.of !== count) throw usedOtherwise(key, claimed.claim);
      answers.push(claimed.isNew ? claimed : { ...(await living(ports, claimed)), isNew: false });
    }
  }
  return answers;
}

/** The present claim of a persistent claim, whichever of its claims was asked for; any other claim as it is. */
export async function living(ports: ApiPorts, { claim, instance }: ClaimAndInstance): Promise<ClaimAndInstance> {
  const asked = claim.request.persistent && (await persistentClaimOf(ports, claim.request));
  const live = asked && asked.root.persistence.endedAt === undefined ? livingOf(asked) : claim;
  if (live.id === claim.id) return { claim: live, ...(instance && { instance }) };
  const held = live.instance === undefined ? undefined : await ports.instances.find(live.instance);
  return { claim: live, ...(held && { instance: held }) };
}

const placeKey = (key: string, nth: number): string => `${key}/${nth}`;

const batches = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / PERSISTENT_AT_ONCE) }, (_, n) =>
    all.slice(n * PERSISTENT_AT_ONCE, (n + 1) * PERSISTENT_AT_ONCE),
  );

function usedOtherwise(key: string, { request, id }: Claim): BadRequest {
  const { persistent, position } = request;
  const owner = position
    ? `${position.of} persistent claims`
    : persistent
      ? "one persistent claim"
      : "a claim that is not kept";
  return new BadRequest(409, {
    code: "key-used-otherwise",
    message: `the key ${key} belongs to ${owner} (${id})`,
    field: "key",
    fix: "give another key, or release what this one belongs to and wait until it has expired",
  });
}
