import type { Blame, Owner } from "../model/blame/blame.ts";

/** How far a pattern of failures may widen. What was refused for want of capacity cost nothing, and stays where it is. */
const WIDEST: Readonly<Record<Owner, Blame["widest"]>> = {
  member: "template",
  offering: "template",
  template: "template",
  account: "region",
  claim: "none",
  aws: "region",
};

export const widestOf = (owner: Owner, scope: Blame["scope"], answer?: Blame["answer"]): Blame["widest"] =>
  scope === "none" || answer === "no-capacity" ? scope : WIDEST[owner];
