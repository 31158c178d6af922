import * as z from "zod";
import { type KeptReplayed, keepReplayed } from "../core/flows/keep-replayed.ts";
import { PortError } from "../core/ports/errors.ts";
import type { Needs } from "../core/ports/ports.ts";
import { parseJson, problemsOf } from "../events/contract.ts";
import { envelope } from "../events/envelope.ts";
import { shadowFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { problemsText, textRoute } from "./shared/route.ts";

/** As much of a replayed notice, of whatever kind and version, as is needed to keep it. */
const replayed = envelope.extend({
  detail: z.looseObject({
    noticeId: z.string(),
    kind: z.string(),
    resource: z.looseObject({ id: z.string().optional(), pool: z.string().optional() }),
  }),
});

/** The archive sends a notice again.
 *  In:    notices with a `replay-name`, from the shadow rule's queue
 *         (by no contract of one version: what is kept is the text as it came)
 *  Out:   the notice, kept for whoever asked for the replay. Nothing else is read, decided or touched.
 *  Twice: kept once.
 *  Late:  for as long as replays are kept. */
export const handle =
  (ports: Needs<typeof keepReplayed>) =>
  async (text: string): Promise<KeptReplayed> => {
    const read = replayed.safeParse(parseJson(text));
    if (!read.success)
      throw new PortError("terminal", "Malformed", `replayed notice: ${problemsText(problemsOf(read.error))}`);
    const { detail, time, "replay-name": replay } = read.data;
    if (replay === undefined) return { kind: "not-replayed" };
    const { noticeId, kind, resource } = detail;
    const pool = kind === "pool" ? resource.id : resource.pool;
    return keepReplayed(ports, replay, {
      noticeId,
      kind,
      at: Date.parse(time),
      text,
      ...(pool !== undefined && { pool }),
    });
  };

export const handler = onQueue(
  textRoute(shadowFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/queues.ts")).wiredToQueues()),
);
