import type { StateReason } from "../../core/model/autopsy.ts";
import type { PoolId } from "../../core/model/ids.ts";
import type { Streams } from "../random.ts";
import type { Ec2CallName } from "./call-names.ts";

/** Where a trouble strikes, and how often. What is left out limits nothing. */
interface Reach {
  readonly az?: string;
  readonly type?: string;
  readonly pool?: PoolId;
  /** Part of the occasions on which it strikes, 0 to 1. */
  readonly chance?: number;
  /** Occasions on which it strikes at most. */
  readonly times?: number;
}

/** What EC2 does after it has accepted a call, or in place of accepting it. Begun by `world.troubles.begin`, or from the start by the
 *  option `troubles` of a local cloud. Times in ms. */
export type Trouble = Reach &
  (
    | {
        /** Accepted, then `pending` → `shutting-down` → `terminated`. Without a reason EC2 gives none. `afterMs`: in `pending`. */
        readonly kind: "launch-dies";
        readonly reason?: StateReason;
        readonly afterMs?: number;
      }
    /** Accepted, then `pending` without end. */
    | { readonly kind: "launch-hangs" }
    /** Accepted, then `pending` → `stopped`, with this reason or KEY_UNUSABLE. */
    | { readonly kind: "start-falls-back"; readonly reason?: StateReason; readonly afterMs?: number }
    /** EC2 answers a call with this error: its code, and its text. */
    | { readonly kind: "refused"; readonly call: Ec2CallName; readonly code: string; readonly text?: string }
    /** A hibernation stays `stopping` until a plain stop, or (`force`) a forced one, is asked. */
    | { readonly kind: "hibernate-stuck"; readonly until?: "plain" | "force" }
    /** A stop or a termination takes so much longer. */
    | { readonly kind: "slow"; readonly what: "stop" | "terminate"; readonly byMs: number }
    /** A look by id answers what was so long ago. */
    | { readonly kind: "stale-look"; readonly byMs: number }
    /** EC2 no longer shows the tags of an instance that is ending. */
    | { readonly kind: "tags-lost-at-end" }
    /** A persistent Spot request that nobody cancelled launches an instance without tags in place of the one that ended. */
    | { readonly kind: "spot-respawns"; readonly afterMs?: number }
    /** EC2's token buckets, in this part of the sizes that it documents. */
    | { readonly kind: "buckets"; readonly part: number }
  );
export type TroubleKind = Trouble["kind"];
type Of<Kind extends TroubleKind> = Extract<Trouble, { readonly kind: Kind }>;

/** What is struck: an instance, or a launch. */
export interface Struck {
  readonly az: string;
  readonly type: string;
  readonly pool: PoolId;
}

export interface Troubles {
  /** From now on, until what it answers is called. `onStruck`: whenever it has struck. */
  begin(trouble: Trouble, onStruck?: () => void): () => void;
  /** The trouble of this kind that strikes now, if any; it is counted. `only`: what else it has to be. */
  strike<Kind extends TroubleKind>(
    kind: Kind,
    struck?: Struck,
    only?: (trouble: Of<Kind>) => boolean,
  ): Of<Kind> | undefined;
  /** Ends them all. */
  clear(): void;
}

interface Open {
  readonly trouble: Trouble;
  readonly onStruck: () => void;
  left: number;
}

export function troublesOf(streams: Streams): Troubles {
  const open = new Set<Open>();
  const random = streams("troubles");
  return {
    begin(trouble, onStruck = () => undefined) {
      const begun = { trouble, onStruck, left: trouble.times ?? Number.POSITIVE_INFINITY };
      open.add(begun);
      return () => void open.delete(begun);
    },
    strike<Kind extends TroubleKind>(
      kind: Kind,
      struck?: Struck,
      only: (trouble: Of<Kind>) => boolean = () => true,
    ): Of<Kind> | undefined {
      for (const each of open) {
        const { trouble } = each;
        if (!isOf(trouble, kind) || each.left < 1 || !reaches(trouble, struck) || !only(trouble)) continue;
        if (trouble.chance !== undefined && !random.chance(trouble.chance)) continue;
        each.left -= 1;
        each.onStruck();
        return trouble;
      }
      return undefined;
    },
    clear: () => open.clear(),
  };
}

const isOf = <Kind extends TroubleKind>(trouble: Trouble, kind: Kind): trouble is Of<Kind> => trouble.kind === kind;

const reaches = ({ az, type, pool }: Reach, struck: Struck | undefined): boolean =>
  (az === undefined || az === struck?.az) &&
  (type === undefined || type === struck?.type) &&
  (pool === undefined || pool === struck?.pool);
