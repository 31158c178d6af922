/** The lifecycle's states of an instance; what each means is in `docs/state-machine.md`. */
export const STATES = [
  "launching",
  "preparing",
  "parking",
  "warm",
  "handing-over",
  "in-use",
  "returning",
  "quarantined",
  "retiring",
  "gone",
] as const;

/** EC2's states in EC2's own order, which settles observations of equal time. */
export const EC2_STATES = ["pending", "running", "stopping", "stopped", "shutting-down", "terminated"] as const;

/** pending: no instance yet · leased: has one, not handed over yet · delivered: in use · the rest are ends. */
export const CLAIM_STATES = ["pending", "leased", "delivered", "released", "refused", "lost"] as const;

/** How a claim was served: from warm, by an instance one step from ready, or later. */
export const HIT_KINDS = ["hit", "almost-warm-hit", "miss"] as const;

/** The steps by which a claim comes to an instance, in the order in which they are tried. `warm`: what was found first. The others are
 *  what is left when EC2 has no capacity for that: a warm instance elsewhere, the same machine (or another) as another type, an
 *  instance one step from ready, a cold launch, the queue, a refusal. */
export const ATTEMPT_NAMES = [
  "warm",
  "another-zone",
  "another-type",
  "almost-warm",
  "launch",
  "queue",
  "refuse",
] as const;

/** held: gave the claim an instance, which nobody has refused so far · failed: what it gave could not be started · skipped: had nothing
 *  to give · waits: the claim waits on it · refused: the claim ended on it. */
export const ATTEMPT_OUTCOMES = ["held", "failed", "skipped", "waits", "refused"] as const;
