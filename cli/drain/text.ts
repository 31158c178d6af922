import { counted } from "../print.ts";
import type { HeldInstance, PoolState } from "./pools.ts";
import type { EmptyRegionProof } from "./prove.ts";

/** What draining would end, or has begun to. */
export const poolStateText = ({ pool, leaving, inUse }: PoolState, releases: boolean): string => {
  const held = inUse === 0 ? "" : `, ${counted(inUse, "instance")} in use ${releases ? "too" : "kept"}`;
  return `${pool.id}: ${counted(leaving, "instance, launch or waiting claim", "instances, launches and waiting claims")} to end${held}`;
};

/** How far it is, in a line. */
export const progressText = (now: readonly PoolState[]): string =>
  now.map(({ pool, leaving, inUse }) => `${pool.id}: ${leaving} leave, ${inUse} in use`).join("; ");

export const persistentText = (kept: readonly HeldInstance[]): readonly string[] =>
  kept.length === 0
    ? []
    : [
        `${counted(kept.length, "instance")} in use ${kept.length === 1 ? "is" : "are"} kept, and billed:`,
        ...kept.map(({ instance, pool, claim }) => `  ${instance}  ${pool}${claim === undefined ? "" : `  ${claim}`}`),
        "End one: greenroom release CLAIM --retire; or all: the same command with --release-claims.",
      ];

/** What was proven, region by region. */
export function proofText({ region, sweep, isComplete, unread, found, leaks }: EmptyRegionProof): readonly string[] {
  if (!isComplete)
    return [
      `Nothing is proven of ${region}: ${unread.length === 0 ? `the sweep ${sweep} was left behind` : `not read to the end: ${unread.join(", ")}`}.`,
    ];
  return [
    ...(found > 0 ? [`The sweep ${sweep} found ${counted(found, "instance")} that no record knew; wait again.`] : []),
    ...(leaks.length > 0
      ? [
          `${counted(leaks.length, "instance")} in ${region} ${leaks.length === 1 ? "carries" : "carry"} our tag, and no pool here accounts for it:`,
          ...leaks.map((id) => `  ${id}`),
          `Look: aws ec2 describe-instances --region ${region} --instance-ids ID`,
        ]
      : []),
  ];
}
