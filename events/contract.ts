import type * as z from "zod";
import { type Envelope, envelope } from "./envelope.ts";

/** The contracts, by (source, detail-type, version). AWS's version is the envelope's, ours is in the detail. */
export interface Contract<Detail = unknown> {
  readonly source: string;
  readonly detailType: string;
  readonly version: number;
  /** One sentence for `docs/use/events.md`. */
  readonly says: string;
  readonly detail: z.ZodType<Detail>;
}

/** The source of all that we say ourselves. */
export const OWN_SOURCE = "greenroom";

/** A message that kept its contract. `at` is in ms since 1970. */
export interface Heard<Detail> {
  readonly id: string;
  readonly at: number;
  readonly region: string | undefined;
  readonly replay: string | undefined;
  readonly detail: Detail;
}

/** One error of a message: where, what, and what is expected there. */
export interface Problem {
  readonly field: string;
  readonly message: string;
}

export type Reading<Detail> =
  | { readonly kind: "heard"; readonly event: Heard<Detail> }
  /** Well formed, and nothing we have a contract for: counted and dropped. */
  | { readonly kind: "unknown"; readonly key: string }
  /** What the contract covers in a version that it does not, or anything of our own that it does not: kept in the dead-letter queue for
   *  the version that can read it, and never dropped. */
  | { readonly kind: "unsupported"; readonly key: string }
  /** Breaks the envelope or the contract: counted, and kept in the dead-letter queue. */
  | { readonly kind: "malformed"; readonly problems: readonly Problem[] };

export const keyOf = ({ source, detailType, version }: Pick<Contract, "source" | "detailType" | "version">): string =>
  `${source}/${detailType}/v${version}`;

const versionIn = (said: Envelope): number => {
  if (said.source.startsWith("aws.")) return Number(said.version);
  const own = (said.detail as { version?: unknown } | null)?.version;
  return typeof own === "number" ? own : Number.NaN;
};

/** Holds a message's text against a contract. Never throws. */
export function read<Detail>(contract: Contract<Detail>, text: string): Reading<Detail> {
  const parsed = parseJson(text);
  if (parsed === undefined) return { kind: "malformed", problems: [{ field: "(body)", message: "not JSON" }] };
  const said = envelope.safeParse(parsed);
  if (!said.success) return { kind: "malformed", problems: problemsOf(said.error) };
  const { source, "detail-type": detailType } = said.data;
  const key = keyOf({ source, detailType, version: versionIn(said.data) });
  if (key !== keyOf(contract)) {
    const isMeant = source === contract.source && (source === OWN_SOURCE || detailType === contract.detailType);
    return { kind: isMeant ? "unsupported" : "unknown", key };
  }
  const detail = contract.detail.safeParse(said.data.detail);
  if (!detail.success) return { kind: "malformed", problems: problemsOf(detail.error, "detail") };
  const { id, time, region, "replay-name": replay } = said.data;
  return { kind: "heard", event: { id, at: Date.parse(time), region, replay, detail: detail.data } };
}

/** The message's text, in the envelope that {@link read} takes. `at` in ms since 1970. */
export const write = <Detail>(
  contract: Contract<Detail>,
  detail: Detail,
  { id, at }: { id: string; at: number },
): string =>
  JSON.stringify({
    version: "0",
    id,
    "detail-type": contract.detailType,
    source: contract.source,
    time: new Date(at).toISOString(),
    resources: [],
    detail,
  });

/** Zod's complaints as fields and sentences. */
export const problemsOf = (error: z.ZodError, under = ""): readonly Problem[] =>
  error.issues.map(({ path, message }) => ({
    field: [under, ...path.map(String)].filter((part) => part !== "").join(".") || "(body)",
    message,
  }));

/** Undefined: not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
