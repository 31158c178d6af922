import { pageOf, type ReadPage } from "../../../events/pages.ts";
import { type Claim, turnFrom, turnOf } from "../../model/claim.ts";
import type { PoolId } from "../../model/ids.ts";
import { PAGE_MAX } from "../../model/limits.ts";
import type { Instant } from "../../model/time.ts";
import type { Ports } from "../../ports/ports.ts";

/** The claims of a pool that were asked for since a moment, in the order of asking, PAGE_MAX to a page. */
export const claimsSince =
  ({ claims }: Pick<Ports, "claims">, pool: PoolId, since: Instant): ReadPage<Claim> =>
  async (after = turnFrom(since)) =>
    pageOf(await claims.page(pool, { after, limit: PAGE_MAX }), PAGE_MAX, turnOf);
