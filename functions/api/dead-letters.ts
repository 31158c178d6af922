import { type Context, Hono } from "hono";
import * as z from "zod";
import { deadLettersOf, redrive } from "../../core/flows/redrive.ts";
import { LETTERS_SHOWN_MAX, MESSAGE_BATCH_MAX } from "../../core/model/limits.ts";
import { iso } from "../../core/model/time.ts";
import type { ApiPorts } from "./api-ports.ts";
import { BadRequest, body, parsed } from "./failure.ts";
import { instant, queried } from "./query.ts";

const shownQuery = z.object({
  limit: z.coerce.number().int().min(1).max(LETTERS_SHOWN_MAX).default(LETTERS_SHOWN_MAX),
});
const redriveRequest = z.strictObject({
  limit: z.int().min(1).max(MESSAGE_BATCH_MAX).default(MESSAGE_BATCH_MAX),
  before: instant.optional(),
});

/** What no function could do: counted, shown, and sent back. */
export const deadLetterRoutes = (ports: ApiPorts): Hono =>
  new Hono()
    .get("/dead-letters", async (context) => context.json({ counts: await ports.deadLetters.counts() }))
    .get("/dead-letters/:queue", async (context) => {
      const { limit } = queried(context, shownQuery);
      const { queue, counts } = await queueOf(ports, context);
      const letters = await deadLettersOf(ports, queue, limit);
      return context.json({
        queue,
        count: counts[queue],
        letters: letters.map(({ id, text, sentAt, why }) => ({ id, sentAt: iso(sentAt), why, text })),
      });
    })
    .post("/dead-letters/:queue/redrive", async (context) => {
      const { before = ports.clock.now(), limit } = parsed(redriveRequest, await body(context));
      const { queue } = await queueOf(ports, context);
      return context.json({ queue, before: iso(before), ...(await redrive(ports, queue, { before, limit })) });
    });

async function queueOf({ deadLetters }: ApiPorts, context: Context) {
  const queue = context.req.param("queue") ?? "";
  const counts = await deadLetters.counts();
  if (Object.hasOwn(counts, queue)) return { queue, counts };
  throw new BadRequest(404, {
    code: "not-found",
    message: `there is no dead-letter queue ${queue}`,
    field: "queue",
    fix: `name one of: ${Object.keys(counts).toSorted().join(", ")}`,
  });
}
