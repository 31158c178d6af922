import type { Clock } from "../../core/ports/ports.ts";

/** The machine's own clock, which AWS keeps in step with the Amazon Time Sync Service. */
export const systemClock: Clock = { now: () => Date.now() };
