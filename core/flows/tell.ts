import { claimNotice, instanceNotice, poolNotice } from "../notices/notice-of.ts";
import type { Ports } from "../ports/ports.ts";
import type { Written } from "../ports/store.ts";

/** The write is the outbox: what was saved is told to subscribers, armed as a deadline, and asks for a plan.
 *  Twice is safe: notices carry their version, a doubled timer is late, a doubled request makes one plan. */
export async function tell(
  ports: Pick<Ports, "timers" | "planRequests" | "publisher" | "histories">,
  written: Written,
): Promise<"told"> {
  switch (written.kind) {
    case "instance": {
      const { before, after, closed } = written;
      const { id, entry, askedAgain, wakeAt } = after;
      // By what names a deadline: two states of one length, entered in one moment, end at the same time.
      const isNews = before?.entry !== entry || before.askedAgain !== askedAgain;
      if (wakeAt !== undefined && isNews) await ports.timers.arm({ instance: id, entry, askedAgain, wakeAt });
      const stocked = before?.state !== after.state || before.lease?.epoch !== after.lease?.epoch;
      if (stocked || before.suspectSince !== after.suspectSince) await ports.planRequests.request(after.pool);
      if (closed) await ports.histories.keep(closed);
      await ports.publisher.publish([instanceNotice(after)]);
      return "told";
    }
    case "claim":
      if (written.after.state === "pending") await ports.planRequests.request(written.after.pool);
      await ports.publisher.publish([claimNotice(written.after)]);
      return "told";
    case "pool":
      await ports.planRequests.request(written.after.id);
      await ports.publisher.publish([poolNotice(written.after)]);
      return "told";
  }
}
