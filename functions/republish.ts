import { publishChanges } from "../core/flows/publish-changes.ts";
import { PortError } from "../core/ports/errors.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { RecordFailed } from "../events/failures/record-failed.v1.ts";
import { republishFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** A record that could not be published is published again, once an engineer has mended the cause and redrives it.
 *  In:    greenroom "Record Failed" v1, from the failure queue through the redrive
 *  Out:   what notify would have done; a record that can still not be published is a failure again.
 *  Twice: as notify.
 *  Late:  always: subscribers drop a version lower than the one they have. */
export const handle: Handle<RecordFailed, Needs<typeof publishChanges>> = (ports) => async (event) => {
  const { sequence, record, leftOut } = event.detail;
  if (leftOut.some((part) => part !== "OldImage"))
    throw new PortError("terminal", "RecordLeftOut", `${sequence} was kept without ${leftOut.join(" and ")}`);
  const { readStreamRecord } = await import("./shared/wire/stream-reader.ts");
  const read = () => readStreamRecord(record as Parameters<typeof readStreamRecord>[0]);
  const { failed, stopped } = await publishChanges(ports, [{ read, sequence, record }]);
  if (stopped) throw stopped.error;
  return { kind: failed > 0 ? "failed" : "published" };
};
export const handler = onQueue(
  route(republishFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/outlets.ts")).wiredToOutlets()),
);
