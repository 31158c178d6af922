/** How an instance of a tier waits once it is ready. */
export interface TierRow {
  /** It stays running, or EC2 is asked to stop it: with its memory written to the root volume, or without. */
  readonly parks: "stays-running" | "hibernate" | "stop";
  /** Whether a hand-over must start it, which needs capacity of EC2 at that moment. */
  readonly needsStart: boolean;
  /** The price of its template's `usdPerHour` that it costs while it waits. */
  readonly price: "running" | "stopped";
  /** Whether a template that stops itself when it is ready can fill the tier: nothing starts its instance again to park it. */
  readonly takesSelfStop: boolean;
  /** Whether the plane keeps Spot instances so. */
  readonly takesSpot: boolean;
  /** For people: what follows "waits". */
  readonly label: string;
}

/** Every tier that a pool may keep, the fastest to hand over first: the order in which claims are served from them. */
const ROWS = {
  running: {
    parks: "stays-running",
    needsStart: false,
    price: "running",
    takesSelfStop: false,
    takesSpot: true,
    label: "running",
  },
  hibernated: {
    parks: "hibernate",
    needsStart: true,
    price: "stopped",
    takesSelfStop: false,
    takesSpot: false,
    label: "hibernated",
  },
  stopped: {
    parks: "stop",
    needsStart: true,
    price: "stopped",
    takesSelfStop: true,
    takesSpot: true,
    label: "stopped",
  },
} as const satisfies Record<string, TierRow>;

export type Tier = keyof typeof ROWS;

/** The names of the tiers, the fastest to hand over first. */
export const TIERS = Object.keys(ROWS) as [Tier, ...Tier[]];

export const tierRow = (tier: Tier): TierRow => ROWS[tier];

/** The tier that any template can fill. */
export const PLAIN_TIER = TIERS.filter((tier) => ROWS[tier].takesSelfStop && ROWS[tier].takesSpot).at(-1) as Tier;

/** One value per tier, by its name. */
export const perTier = <T>(of: (tier: Tier) => T): Readonly<Record<Tier, T>> =>
  Object.fromEntries(TIERS.map((tier) => [tier, of(tier)])) as Record<Tier, T>;

/** How many in all tiers together. */
export const inAllTiers = (counts: Readonly<Record<Tier, number>>): number =>
  TIERS.reduce((sum, tier) => sum + counts[tier], 0);
