import type { Known } from "../../events/overrides/override.ts";
import type { AskedOverride } from "../../events/overrides/surfaces.ts";
import { OVERRIDE_NAMES, type OverrideName, overrideRow } from "../../events/overrides/table.ts";

/** What a claim asks to be changed on its instance. */
export type Overrides = { readonly [Name in OverrideName]?: AskedOverride<Name> };
export type DnsName = AskedOverride<"dns">;
export type AccessRequest = AskedOverride<"access">;

/** What a request asks to be changed; the rest of it says which instance it wants. */
export const overridesOf = (request: Overrides): Overrides =>
  Object.fromEntries(askedFor(request).map((each) => [each, request[each]]));

/** The overrides that are asked for, in the order they are applied. */
export const askedFor = (overrides: Overrides): readonly OverrideName[] =>
  OVERRIDE_NAMES.filter((each) => overrides[each] !== undefined);

export const isLasting = (attribute: OverrideName): boolean => overrideRow(attribute).ends === "instance";
/** Whether an instance that was changed so is nobody's after its claim. */
export const changesForGood = (overrides: Overrides): boolean => askedFor(overrides).some(isLasting);

/** What of it is changed before the start. */
export const beforeStart = (overrides: Overrides): Overrides =>
  Object.fromEntries(askedFor(overrides).flatMap((each) => (isBeforeStart(each) ? [[each, overrides[each]]] : [])));

/** What is asked for and not so already, in the order it is changed before the start. */
export const toChange = (overrides: Overrides, has: Known): readonly OverrideName[] =>
  askedFor(overrides).filter((each) => isBeforeStart(each) && !overrideRow(each).isSo?.(overrides[each], has));

const isBeforeStart = (attribute: OverrideName): boolean => overrideRow(attribute).stage === "before-start";
