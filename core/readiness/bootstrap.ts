import type { ClaimId, Nonce } from "../model/ids.ts";
import type { Instance, State } from "../model/instance.ts";
import { nonceOf } from "../model/start.ts";
import { requirementOf } from "./judge.ts";

/** What an instance is to do now. prepare: get ready, and start nothing of the claimant's · wait: nothing, it is about to be stopped or
 *  is kept warm · hand-over: prove itself to the claim that holds it · in-use: it is the claimant's · return: clean up, and prove
 *  it · leave: nothing any more. */
export type Mode = "prepare" | "wait" | "hand-over" | "in-use" | "return" | "leave";

/** What an instance is told of its part. */
export interface Bootstrap {
  readonly mode: Mode;
  /** Names this start; what is reported under another is refused. */
  readonly nonce?: Nonce;
  /** Signals that its template asks for in this mode. */
  readonly needs: readonly string[];
  /** How far its clock may be off, ms. */
  readonly maxClockOffsetMs?: number;
  readonly claim?: ClaimId;
}

const MODES: Readonly<Record<State, Mode>> = {
  launching: "prepare",
  preparing: "prepare",
  parking: "wait",
  warm: "wait",
  "handing-over": "hand-over",
  "in-use": "in-use",
  returning: "return",
  quarantined: "leave",
  retiring: "leave",
  gone: "leave",
};

/** The bootstrap instructions of an instance as its record stands. A claim is told of only once the instance is being handed to it. */
export function bootstrapOf(instance: Instance): Bootstrap {
  const mode = MODES[instance.state];
  const nonce = nonceOf(instance);
  // Until EC2's `running` is heard the evidence of the preparation is taken all the same.
  const requirement = requirementOf(instance.state === "launching" ? { ...instance, state: "preparing" } : instance);
  const asked = requirement?.by === "signals" ? requirement : { needs: [] };
  const isTheirs = mode === "hand-over" || mode === "in-use";
  return {
    mode,
    needs: asked.needs,
    ...(nonce !== undefined && { nonce }),
    ...("maxClockOffsetMs" in asked && { maxClockOffsetMs: asked.maxClockOffsetMs }),
    ...(isTheirs && instance.lease && { claim: instance.lease.claim }),
  };
}
