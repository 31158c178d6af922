import type { OverridesWith } from "../../events/overrides/table.ts";
import type { Action } from "../model/action.ts";
import type { Instance } from "../model/instance.ts";
import type { Overrides } from "../model/overrides.ts";

/** A lease that ends, and whether its instance lives on. */
interface Ended {
  readonly before: Instance;
  readonly overrides: Overrides;
  readonly livesOn: boolean;
  readonly cause: string;
}
interface Undo<Value> {
  actions(value: Value, ended: Ended): readonly Action[];
}
type Undone = OverridesWith<{ readonly ends: "undone" }>;

/** How each override that is undone is undone. All else that a claim changes ends with the instance, or is kept in its record. */
const UNDO: Readonly<Record<Undone, Undo<unknown>>> = {
  dns: {
    actions(name, { before: { id, privateIp }, overrides: { elasticIp }, cause }) {
      const target = elasticIp ?? privateIp;
      return target ? [{ do: "unname", instance: id, dns: name, target, cause }] : [];
    },
  },
  tags: {
    actions(tags, { before: { id, leaseEpoch }, livesOn, cause }) {
      const keys = Object.keys(tags);
      return livesOn && keys.length > 0 ? [{ do: "untag", instance: id, leaseEpoch, keys, cause }] : [];
    },
  },
} satisfies { readonly [Name in Undone]: Undo<NonNullable<Overrides[Name]>> };

/** What is to be undone of a claim's overrides when its lease ends: the DNS name that pointed at the instance, and its tags on an
 *  instance that lives on. */
export function undoneAfter(before: Instance, after: Instance): readonly Action[] {
  const { lease } = before;
  if (!lease || after.lease?.epoch === lease.epoch) return [];
  const { overrides } = lease;
  const livesOn = after.state === "returning" || after.state === "warm" || after.state === "parking";
  const ended: Ended = { before, overrides, livesOn, cause: after.last.cause };
  return (Object.keys(UNDO) as Undone[]).flatMap((name) =>
    overrides[name] === undefined ? [] : UNDO[name].actions(overrides[name], ended),
  );
}
