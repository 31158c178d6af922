import * as z from "zod";
import type { Contract } from "../contract.ts";

const detail = z.object({
  version: z.literal(1),
  /** Whether the recording holds everything the plane's functions received, or only what passed a bus. */
  isComplete: z.boolean(),
});

/** The first line of a recording. A file without it is taken for one that holds only what passed a bus. */
export const recordingBegan = {
  source: "greenroom.recording",
  detailType: "Recording Began",
  version: 1,
  says: "The lines that follow were received by the plane, in the order in which it handled them.",
  detail,
} as const satisfies Contract;

export type RecordingBegan = z.infer<typeof detail>;
