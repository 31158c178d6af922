import type { Ec2State, Instance } from "../model/instance.ts";
import type { Intent } from "../model/ledger.ts";
import { LISTING_LAG_MS } from "../model/limits.ts";
import { type Reason, reason } from "../model/reason.ts";
import type { Instant } from "../model/time.ts";

/** A row of EC2's listing, as far as it is held against a record. */
export interface ListedInstance {
  readonly id: string;
  readonly observed: { readonly state: Ec2State };
  readonly az: string;
  readonly type: string;
  readonly imageId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly securityGroups: readonly string[];
}

/** What a row says that its record does not. */
export type Finding =
  | { readonly kind: "agrees" }
  /** The record changed at the time of the listing or after: it wins over the page. */
  | { readonly kind: "newer" }
  /** The state differs; a look-up decides, for a page may be stale. */
  | { readonly kind: "missed" }
  /** Marked as missing, and here it is. */
  | { readonly kind: "came-back" }
  /** Proven gone, and here it is: nothing we may act upon, an engineer has to look. */
  | { readonly kind: "undead" };

const ENDED: readonly Ec2State[] = ["shutting-down", "terminated"];

export const isEndedAtEc2 = ({ observed }: Pick<ListedInstance, "observed">): boolean => ENDED.includes(observed.state);

/** Whether something that is known or was seen at `at` may be missing or different in a listing that began then. */
export const isNewerThanListing = (at: Instant, listingBeganAt: Instant): boolean =>
  at > listingBeganAt - LISTING_LAG_MS;

/** Holds a row against its record. `listingBeganAt`: when the sweep began, which is as old as a page may be. */
export function compare(row: ListedInstance, record: Instance, listingBeganAt: Instant): Finding {
  if (isNewerThanListing(record.last.at, listingBeganAt)) return { kind: "newer" };
  if (record.state === "gone") return { kind: isEndedAtEc2(row) ? "agrees" : "undead" };
  if (row.observed.state !== record.observed.state) return { kind: "missed" };
  return { kind: record.suspectSince === undefined ? "agrees" : "came-back" };
}

/** Whether a row tells of a state that its record does not know. Which of the two is older, the lifecycle settles. */
export const publishesAnother = (
  { observed }: Pick<ListedInstance, "observed">,
  record: Pick<Instance, "state" | "observed">,
): boolean => record.state !== "gone" && observed.state !== record.observed.state;

/** What somebody changed behind our back that is no change of state. A claim's own type, tags and groups are no drift, be
 *  they on the instance already or not yet; nor are the groups of an interface that it brought. */
export function driftOf(row: ListedInstance, record: Instance): readonly Reason[] {
  const overrides = record.lease?.overrides ?? {};
  const { type = record.type, tags = {}, securityGroups = record.securityGroups } = overrides;
  const listed = (groups: readonly string[]): string => [...groups].sort().join(",");
  const isTheirs =
    listed(row.securityGroups) === listed(securityGroups) ||
    (overrides.networkInterface !== undefined && securityGroups.every((group) => row.securityGroups.includes(group)));
  const missingTags = Object.keys(record.tags).filter(
    (key) => row.tags[key] !== record.tags[key] && (row.tags[key] === undefined || row.tags[key] !== tags[key]),
  );
  const differing: readonly (readonly [string, string, string])[] = [
    ["type", row.type === type ? type : record.type, row.type],
    ["az", record.az, row.az],
    ["imageId", record.imageId, row.imageId],
    ["securityGroups", listed(isTheirs ? row.securityGroups : record.securityGroups), listed(row.securityGroups)],
    ...missingTags.map((key) => [`tags.${key}`, record.tags[key] ?? "", row.tags[key] ?? "(none)"] as const),
  ];
  return differing
    .filter(([, ours, theirs]) => ours !== theirs)
    .map(([field, ours, theirs]) => reason("drifted", { field, ours, theirs }));
}

/** What becomes of a row with our tag and no record. */
export type OrphanFate = "adopt" | "retire" | "wait" | "leave";

/** `wait`: its launch is still being recorded, or it ends by itself. `leave`: its pool is not ours to fill any more. */
export function orphanFate(
  row: ListedInstance & { readonly token?: string },
  pool: { readonly orphans: "adopt" | "retire" } | undefined,
  intents: readonly Pick<Intent, "token">[],
): OrphanFate {
  if (isEndedAtEc2(row) || intents.some(({ token }) => token === row.token)) return "wait";
  return pool ? pool.orphans : "leave";
}
