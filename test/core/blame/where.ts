import type { Blame } from "../../../core/model/blame/blame.ts";
import type { Where } from "../../../core/model/blame/ledger.ts";
import { POOL, REGION } from "../../builders.ts";

export const there = (changes: Partial<Where> = {}): Where => ({
  region: REGION,
  pool: POOL,
  template: "windows-2022-build@3",
  offering: `${REGION}a/m6i.xlarge`,
  ...changes,
});
/** The offering of a zone by its letter. */
export const inZone = (letter: string, type = "m6i.xlarge"): Where => there({ offering: `${REGION}${letter}/${type}` });

/** A blame of the test's own, so that rules of breakers are shown without the table. */
export const aBlame = (changes: Partial<Blame> = {}): Blame => ({
  code: "Client.InternalError",
  owner: "account",
  scope: "template",
  widest: "region",
  fate: "retry-after",
  retryAfterMs: 60_000,
  alert: "key-unusable",
  claimant: "EC2 cannot use the key",
  fix: "let the role make grants of the key",
  source: "the test",
  listed: true,
  ...changes,
});
