import { expect, it } from "vitest";
import { stageTimes } from "../../../core/readiness/stage-times.ts";

const of = (imageId: string, stages?: Record<string, number>) => ({ imageId, ...(stages && { stages }) });

it("reports what each image's preparations took, stage by stage, in the order of reaching them", () => {
  const slow = Array.from({ length: 98 }, (_, n) => of("ami-b", { agent: 300 + n, sysprep: 100 }));
  expect(
    stageTimes([...slow, of("ami-b", { agent: 9_000 }), of("ami-b", { agent: 10_000 }), of("ami-a", { clock: 5 })]),
  ).toEqual([
    { imageId: "ami-a", stages: [{ stage: "clock", n: 1, p50Ms: 5, p90Ms: 5, p99Ms: 5 }] },
    {
      imageId: "ami-b",
      stages: [
        { stage: "sysprep", n: 98, p50Ms: 100, p90Ms: 100, p99Ms: 100 },
        { stage: "agent", n: 100, p50Ms: 349, p90Ms: 389, p99Ms: 9_000 },
      ],
    },
  ]);
});

it("names an image that nothing was reported of yet, and is silent about no instances", () => {
  expect(stageTimes([of("ami-a")])).toEqual([{ imageId: "ami-a", stages: [] }]);
  expect(stageTimes([])).toEqual([]);
});
