import { type OverrideName, overrideRow } from "../../../events/overrides/table.ts";
import type { Instance } from "../../model/instance.ts";
import { isLasting, toChange } from "../../model/overrides.ts";
import type { Refusal } from "../../ports/ec2.ts";
import type { Measures, Mistake } from "../../ports/modifications.ts";
import { applyOverride, type OverridePorts } from "./override-changes.ts";

/** `unknown`: EC2 does not know the instance (yet, or any more). `stopped`: at this attribute, with or without something changed before
 *  that nothing takes back with certainty. */
export type Configured =
  | { readonly kind: "configured" | "unknown" }
  | {
      readonly kind: "stopped";
      readonly at: OverrideName;
      readonly altered: boolean;
      readonly why: Refusal | Mistake;
    };

/** Makes an instance what the claim that leased it asks for: only what it is not already, one attribute a call, the first refusal ends it.
 *  EC2 is asked what is attached at most once, and only if that must be known. Twice is safe: where the second network interface is
 *  attached already, all that comes before it was done by whoever attached it. */
export async function configureLeased(ports: OverridePorts, instance: Instance): Promise<Configured> {
  const overrides = instance.lease?.overrides ?? {};
  const wanted = toChange(overrides, instance);
  const measures = wanted.some((each) => overrideRow(each).measured)
    ? await ports.attachments.measure(instance.id)
    : NONE;
  if (measures === "unknown") return { kind: "unknown" };
  const isAttached = measures.interfaces.some(({ id }) => id === overrides.networkInterface);
  const left = isAttached ? wanted.slice(wanted.indexOf("networkInterface") + 1) : wanted;
  let altered = left.length < wanted.length;
  for (const attribute of left) {
    const answer = await applyOverride(ports, attribute, { instance, overrides, measures });
    // Nothing was changed: what EC2 does not know now it may know when it is asked again.
    if (answer.kind === "unknown") return { kind: "unknown" };
    if ("error" in answer) return { kind: "stopped", at: attribute, altered, why: answer };
    altered ||= isLasting(attribute);
  }
  return { kind: "configured" };
}

const NONE: Measures = { state: "stopped", interfaces: [] };
