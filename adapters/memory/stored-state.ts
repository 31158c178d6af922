import type { BlameRecord } from "../../core/model/blame/ledger.ts";
import type { Claim } from "../../core/model/claim.ts";
import type { Instance } from "../../core/model/instance.ts";
import type { Ledger } from "../../core/model/ledger.ts";
import type { UnavailableOffering } from "../../core/model/offering.ts";
import type { Pool } from "../../core/model/pool.ts";
import type { Template } from "../../core/model/template.ts";

/** What a store holds to begin with. */
export interface StoredState {
  readonly pools: readonly Pool[];
  readonly templates: readonly Template[];
  readonly ledgers: readonly Ledger[];
  readonly instances: readonly Instance[];
  readonly claims: readonly Claim[];
  readonly offerings?: readonly UnavailableOffering[];
  readonly blame?: readonly BlameRecord[];
}
