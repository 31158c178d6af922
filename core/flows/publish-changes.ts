import type { AlertChanged } from "../../events/alerts/alert-changed.v1.ts";
import { problemsOf } from "../../events/contract.ts";
import { contractOf, type Notice } from "../../events/notices/notice.ts";
import { needsCare } from "../claims/persistent.ts";
import type { PersistAction } from "../model/action.ts";
import type { Chapter } from "../model/chapter.ts";
import type { ClaimId, PoolId } from "../model/ids.ts";
import { alertNotice } from "../notices/alert-notice.ts";
import { claimNotice, instanceNotice, poolNotice, templateNotice } from "../notices/notice-of.ts";
import { sweepNotice } from "../notices/sweep-notice.ts";
import { PortError } from "../ports/errors.ts";
import type { Timer } from "../ports/messages.ts";
import type { Ports } from "../ports/ports.ts";
import type { Written } from "../ports/store.ts";
import { type Booking, book, bookingOf } from "./steps/book.ts";

/** One record of the store's stream, as it came. */
export interface Arrived {
  /** What it says; undefined: nothing that is published. Throws when it cannot be read. */
  read(): Written | undefined;
  readonly sequence: string;
  /** The record itself, for whoever redrives it. */
  readonly record: unknown;
}

/** What became of a batch. */
export interface Published {
  readonly published: number;
  /** Records that went to the failure destination: not published, or published and not booked. */
  readonly failed: number;
  /** The first record that is not done, and why: the stream resumes there. Absent: every one is done. */
  readonly stopped?: Stop;
}

/** A record of the batch, by its index, and the error that stopped it. */
export interface Stop {
  readonly index: number;
  readonly error: unknown;
}

type Outlets = Pick<
  Ports,
  | "clock"
  | "counters"
  | "people"
  | "timers"
  | "actions"
  | "planRequests"
  | "histories"
  | "publisher"
  | "failures"
  | "tallies"
>;

/** The write is the outbox: a saved change is published to subscribers, arms its deadline, and requests a plan.
 *  Twice is safe: notices carry their version, a doubled timer is late, a doubled request makes one plan; only what is booked counts
 *  twice then (`steps/book.ts`).
 *  A record that can be published later stops the batch there; one that never can is kept for an engineer, and the rest proceeds: the rest of
 *  the batch, and the rest of that record. */
export async function publishChanges(ports: Outlets, records: readonly Arrived[]): Promise<Published> {
  const asked = new Set<PoolId>();
  const news: { index: number; notice: Notice }[] = [];
  const terminal: Stop[] = [];
  const stops: Stop[] = [];
  const bookings: { index: number; booking: Booking }[] = [];
  for (const [index, record] of records.entries()) {
    const reading = readAnnouncement(record);
    const error = reading instanceof PortError ? reading : reading && (await carryOut(ports, reading, asked));
    if (isTerminal(error)) terminal.push({ index, error });
    else if (error) {
      stops.push({ index, error });
      break;
    } else if (reading && !(reading instanceof PortError)) {
      const { notice, booking } = reading;
      if (notice) news.push({ index, notice });
      // Published all the same: what cannot be booked is kept for an engineer beside it.
      if (booking instanceof PortError) terminal.push({ index, error: booking });
      else if (booking) bookings.push({ index, booking });
    }
  }
  const unpublished = await publish(ports, news);
  for (const stop of unpublished) {
    if (!isTerminal(stop.error)) stops.push(stop);
    else if (!terminal.some(({ index }) => index === stop.index)) terminal.push(stop);
  }
  const unkept = await keep(ports, records, terminal);
  const stopped = [...stops, ...unkept].reduce<Stop | undefined>(
    (first, stop) => (first && first.index < stop.index ? first : stop),
    undefined,
  );
  // Last, and only what will not be published again: by the stream after an error, or by an engineer who redrives it.
  const undone = new Set(terminal.map(({ index }) => index));
  const done = bookings.filter(({ index }) => index < (stopped?.index ?? records.length) && !undone.has(index));
  await book(
    ports,
    done.map(({ booking }) => booking),
  );
  return {
    published: news.length - unpublished.length,
    failed: terminal.length - unkept.length,
    ...(stopped && { stopped }),
  };
}

/** What a write brings, besides itself: what is published to whom, which deadline is armed, which pool is planned, what is remembered. */
interface Announcement {
  readonly notice?: Notice;
  readonly alert?: AlertChanged;
  readonly timer?: Timer;
  readonly plan?: PoolId;
  readonly closed?: Chapter;
  /** A claim whose persistent claim, if it has one, may need something, and because of what. */
  readonly keep?: Omit<PersistAction, "do">;
}

function announcementOf(written: Written): Announcement | undefined {
  switch (written.kind) {
    case "instance": {
      const { before, after, closed } = written;
      const { id, entry, askedAgain, wakeAt } = after;
      // By what names a deadline: two states of one length, entered in one moment, end at the same time.
      const isNews = before?.entry !== entry || before.askedAgain !== askedAgain;
      const stocked = before?.state !== after.state || before.lease?.epoch !== after.lease?.epoch;
      return {
        notice: instanceNotice(after),
        ...(wakeAt !== undefined && isNews && { timer: { instance: id, entry, askedAgain, wakeAt } }),
        ...((stocked || before.suspectSince !== after.suspectSince) && { plan: after.pool }),
        ...(closed && { closed }),
        ...(after.lease &&
          before?.interruptedBy !== after.interruptedBy && { keep: persistFor(after.lease.claim, after) }),
      };
    }
    case "claim": {
      const { before, after } = written;
      return {
        notice: claimNotice(after),
        ...(after.state === "pending" && { plan: after.pool }),
        ...(needsCare(before, after) && { keep: persistFor(after.id, after) }),
      };
    }
    case "pool":
      return { notice: poolNotice(written.after), plan: written.after.id };
    case "alert": {
      const alert = alertNotice(written.after);
      return alert && { alert };
    }
    case "template":
      return { notice: templateNotice(written.after) };
    case "sweep": {
      const notice = sweepNotice(written.after, written.before);
      return notice && { notice };
    }
  }
}

const persistFor = (claim: ClaimId, { last }: { readonly last: { readonly cause: string } }) => ({
  claim,
  cause: last.cause,
});

/** What one record asks for. `booking`: what it adds to the tallies, or why that cannot be determined. */
type Reading = Announcement & { readonly booking?: Booking | PortError };

/** A record that cannot be read, or whose notice would break its contract, will not be better the next time. */
function readAnnouncement({ read }: Arrived): Reading | PortError | undefined {
  try {
    const written = read();
    const announcement = written && announcementOf(written);
    const notice = announcement?.notice;
    const kept = notice && contractOf(notice).detail.safeParse(notice);
    if (kept?.error) return new PortError("terminal", "BrokenContract", faultsOf(kept.error));
    const booking = written && readBooking(written);
    return announcement && { ...announcement, ...(booking && { booking }) };
  } catch (error) {
    return unable("Unreadable", error);
  }
}

function readBooking(written: Written): Booking | PortError | undefined {
  try {
    return bookingOf(written);
  } catch (error) {
    return unable("Unbookable", error);
  }
}

/** What is thrown at a record's own content, and so will be thrown again. A fate that somebody gave it already stays. */
function unable(code: string, error: unknown): PortError {
  if (isTerminal(error)) return error;
  return new PortError("terminal", code, error instanceof Error ? error.message : String(error), { cause: error });
}

/** Everything but the notice. One request to plan a pool serves the batch, for all of it was saved before. Answers the error. */
async function carryOut(
  ports: Outlets,
  { timer, plan, closed, alert, keep }: Announcement,
  asked: Set<PoolId>,
): Promise<unknown> {
  try {
    if (timer) await ports.timers.arm(timer);
    if (plan !== undefined && !asked.has(plan)) await ports.planRequests.request(plan);
    if (plan !== undefined) asked.add(plan);
    if (closed) await ports.histories.keep(closed);
    if (keep) await ports.actions.enqueue([{ do: "persist", ...keep }]);
    if (alert) await ports.people.publish(alert);
    return undefined;
  } catch (error) {
    return error ?? "nothing was thrown";
  }
}

async function publish(
  { publisher }: Outlets,
  news: readonly { index: number; notice: Notice }[],
): Promise<readonly Stop[]> {
  try {
    const unpublished = await publisher.publish(news.map(({ notice }) => notice));
    return unpublished.map(({ index, error }) => ({ index: news[index]?.index ?? 0, error }));
  } catch (cause) {
    // Nothing is known of any of them, so none is to blame.
    return news.map(({ index }) => ({
      index,
      error: new PortError("retryable", "Unpublished", String(cause), { cause }),
    }));
  }
}

/** Answers those that could not be kept: they are not done either. */
async function keep(ports: Outlets, records: readonly Arrived[], terminal: readonly Stop[]): Promise<readonly Stop[]> {
  const failures = terminal.flatMap(({ index, error }) => {
    const { sequence, record } = records[index] ?? {};
    const { code, message } = error as PortError;
    return sequence === undefined
      ? []
      : [{ function: "notify", sequence, at: ports.clock.now(), error: { code, message }, record }];
  });
  try {
    if (failures.length > 0) await ports.failures.keep(failures);
    return [];
  } catch (error) {
    return terminal.map(({ index }) => ({ index, error }));
  }
}

const isTerminal = (error: unknown): error is PortError => error instanceof PortError && error.fate === "terminal";

const faultsOf = (error: Parameters<typeof problemsOf>[0]): string =>
  problemsOf(error)
    .map(({ field, message }) => `${field}: ${message}`)
    .join("; ");
