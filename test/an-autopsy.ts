import type { Autopsy } from "../core/model/autopsy.ts";
import type { Transition } from "../core/model/instance.ts";
import { MINUTE_MS, SECOND_MS } from "../core/model/time.ts";
import { anInstance, EPOCH, instanceNo } from "./builders.ts";

const verdict: Transition = {
  name: "deadline",
  from: "preparing",
  to: "quarantined",
  at: EPOCH,
  cause: `deadline:${instanceNo(1)}:2`,
  reasons: [{ code: "out-of-time", detail: { state: "preparing", limitSeconds: 720 } }],
};

/** Of an instance that got through sysprep and no further. */
export const anAutopsy = (changes: Partial<Autopsy> = {}): Autopsy => {
  const { id, pool, az, type, imageId, generation, launchedAt } = anInstance();
  return {
    ...{ instance: id, pool, az, type, imageId, generation, launchedAt },
    observed: { state: "running", at: EPOCH - 11 * MINUTE_MS },
    takenAt: EPOCH + 5 * SECOND_MS,
    quarantinedAt: EPOCH,
    verdict,
    stages: { sysprep: 4 * MINUTE_MS },
    signals: [{ name: "sysprep", at: EPOCH - 8 * MINUTE_MS, ok: true }],
    history: [verdict],
    stateReason: { code: "Server.InternalError", message: "Internal error on launch" },
    console: {
      kind: "output",
      text: "sysprep: error\r\nbye",
      bytes: 70_000,
      postedAt: EPOCH - MINUTE_MS,
    },
    ...changes,
  };
};
