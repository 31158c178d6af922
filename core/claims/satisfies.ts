import type { Claim } from "../model/claim.ts";
import type { StockRow } from "../model/state-index.ts";
import { canBecome } from "./feasible.ts";

/** What is looked at of an instance that a claim may get. */
export type Candidate = Pick<StockRow, "id" | "state" | "tier" | "az" | "type" | "market">;

/** What is looked at of a claim. */
export type Asking = Pick<Claim, "id" | "request" | "overrides">;

/** Whether this instance can be made what the claim asks for, wherever EC2 has capacity. */
export const satisfies = (
  row: Candidate,
  { request: { az }, overrides }: Pick<Asking, "request" | "overrides">,
): boolean => (az === undefined || row.az === az) && canBecome(row, overrides);

/** The type to change it to where EC2 has none for what it is: the first that is open, if the claim itself asks to change no type. */
export const otherType = (
  row: Candidate,
  { overrides }: Pick<Asking, "overrides">,
  types: readonly string[],
  isOpen: (type: string) => boolean,
): string | undefined =>
  overrides.type === undefined && types.includes(row.type)
    ? types.find((type) => type !== row.type && isOpen(type) && canBecome(row, { ...overrides, type }))
    : undefined;
