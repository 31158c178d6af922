import { POOL_TAG } from "../core/model/tags.ts";
import type { Permission } from "../events/overrides/surface.ts";
import { surfaceOf } from "../events/overrides/surfaces.ts";
import { OVERRIDE_NAMES } from "../events/overrides/table.ts";
import { type Grant, type GrantCondition, inRegion, NAMES, oursByTag, POOLS } from "./grants.ts";

/** Source: Service Authorization Reference, Actions for Amazon EC2, which knows no resources for what is described; Route 53 Developer
 *  Guide, "Using IAM policy conditions for fine-grained access control". */
const BOUNDS: Readonly<Record<NonNullable<Permission["bound"]>, readonly GrantCondition[]>> = {
  ours: [oursByTag],
  "ours by ssm": [{ test: "StringLike", key: `ssm:resourceTag/${POOL_TAG}`, values: [POOLS] }],
  "ours but our tag": [oursByTag, { test: "ForAllValues:StringNotEquals", key: "aws:TagKeys", values: [POOL_TAG] }],
  region: [inRegion],
  names: [
    { test: "ForAllValues:StringEquals", key: "route53:ChangeResourceRecordSetsRecordTypes", values: ["A"] },
    { test: "ForAllValues:StringLike", key: "route53:ChangeResourceRecordSetsNormalizedRecordNames", values: [NAMES] },
  ],
};

/** One statement for all actions that have the same resources and the same bound: a policy may hold only so many characters. What an
 *  action needs of several overrides is said once. */
function grantsFor(permissions: readonly Permission[]): readonly Grant[] {
  const each = permissions.flatMap(({ actions, on, bound }) => actions.map((action) => ({ action, on, bound })));
  const whole = Map.groupBy(each, ({ action, bound }) => `${action} ${bound}`);
  const merged = [...whole.values()].flatMap((same) =>
    same.slice(0, 1).map(({ action, bound }) => ({ action, bound, on: [...new Set(same.flatMap(({ on }) => on))] })),
  );
  const statements = Map.groupBy(merged, ({ on, bound }) => `${on.join()} ${bound}`);
  return [...statements.values()].flatMap((same) =>
    same.slice(0, 1).map(({ on, bound }) => ({
      actions: same.map(({ action }) => action),
      on,
      ...(bound && { when: BOUNDS[bound] }),
    })),
  );
}

const rows = OVERRIDE_NAMES.map(surfaceOf);

/** Makes an instance of ours what a claim asks for, never the tag that says whose it is, and gives it what a claim names: nothing that does
 *  not carry the tag of a pool itself. */
export const OVERRIDES_BEFORE_START: readonly Grant[] = grantsFor(rows.flatMap(({ permissions }) => permissions));
/** Applies what is applied to a running instance, and undoes what is undone when a lease ends. */
export const OVERRIDES_AFTER_START: readonly Grant[] = grantsFor(
  rows.flatMap(({ laterPermissions = [] }) => laterPermissions),
);
