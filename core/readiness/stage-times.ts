import type { Instance } from "../model/instance.ts";

/** How long after the launch one stage was reported first, over the preparations of one image, ms. */
export interface StageTimes {
  /** The signal, and `<signal>@<boot>` from the second boot on. */
  readonly stage: string;
  /** Preparations that reported it. Percentiles are nearest ranks: with few, the highest are the slowest one's. */
  readonly n: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
}

/** What the preparations of each image took, stage by stage, in the order in which half of them reach it. */
export function stageTimes(
  instances: readonly Pick<Instance, "imageId" | "stages">[],
): readonly { readonly imageId: string; readonly stages: readonly StageTimes[] }[] {
  const byImage = Map.groupBy(instances, ({ imageId }) => imageId);
  return [...byImage]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([imageId, of]) => {
      const times = Map.groupBy(
        of.flatMap(({ stages = {} }) => Object.entries(stages)),
        ([stage]) => stage,
      );
      const stages = [...times].map(([stage, all]) =>
        timesOf(
          stage,
          all.map(([, ms]) => ms),
        ),
      );
      return { imageId, stages: stages.toSorted((one, other) => one.p50Ms - other.p50Ms) };
    });
}

function timesOf(stage: string, all: readonly number[]): StageTimes {
  const sorted = all.toSorted((one, other) => one - other);
  const rank = (part: number): number => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
  return { stage, n: sorted.length, p50Ms: rank(0.5), p90Ms: rank(0.9), p99Ms: rank(0.99) };
}
