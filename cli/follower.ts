import { SECOND_MS } from "../core/model/time.ts";
import type { CommandContext } from "./command-context.ts";
import { noticesOf } from "./notices.ts";

/** How often to ask a plane that streams no notices over HTTP, and one that does, for changes that have no notice. */
const LOOK_EVERY_MS = 2 * SECOND_MS;

/** Waits for news of a plane. */
export interface Follower {
  /** Until an instance changed since the last call, LOOK_EVERY_MS at most, or until somebody stops it. */
  next(): Promise<void>;
  readonly stopped: AbortSignal;
  end(): void;
}

/** Follows a plane from now on: what changed before the caller looks is in what it sees, what changes after it ends the wait. */
export async function follower({ terminal }: CommandContext, url: string): Promise<Follower> {
  const stopped = terminal.stopped();
  const ended = new AbortController();
  let news = new AbortController();
  const told = await noticesOf(url, AbortSignal.any([stopped, ended.signal]));
  const listen = async (notices: AsyncIterable<unknown>): Promise<void> => {
    for await (const _ of notices) news.abort();
  };
  // A stream that breaks off is no harm: the plane is then asked each LOOK_EVERY_MS.
  if (told.kind === "told") listen(told.notices).catch(() => {});
  return {
    stopped,
    async next() {
      await terminal.pause(LOOK_EVERY_MS, AbortSignal.any([stopped, news.signal]));
      news = new AbortController();
    },
    end: () => ended.abort(),
  };
}
