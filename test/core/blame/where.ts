import { charge } from "../../../core/blame/charge.ts";
import type { Blame } from "../../../core/model/blame/blame.ts";
import type { BlameLedger, Where } from "../../../core/model/blame/ledger.ts";
import { EPOCH, instanceNo, POOL, REGION } from "../../builders.ts";

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

export const IMPAIRED = aBlame({
  code: "launch-died",
  owner: "offering",
  scope: "offering",
  widest: "template",
  alert: "offering-impaired",
});

/** Failures one second apart, each of another member unless `same`. */
export const failing = (
  ledger: BlameLedger,
  blame: Blame,
  wheres: readonly Where[],
  at = EPOCH,
  same = false,
): BlameLedger =>
  wheres.reduce(
    (sofar, where, n) =>
      charge(sofar, blame, { subject: instanceNo(same ? 1 : at / 1_000 + n), where, at: at + n * 1_000 }),
    ledger,
  );

/** The scopes of the breakers that are open. */
export const scopesOpen = ({ breakers }: BlameLedger) => breakers.filter(({ open }) => open).map(({ scope }) => scope);
