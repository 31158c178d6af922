import type { ChangeByReference } from "../../events/notices/change-by-reference.v1.ts";
import type { Notice } from "../../events/notices/notice.ts";

/** What goes out for a notice: itself, or where its details are. */
export type Said = Notice | ChangeByReference;

/** What goes out for a notice where a message has at most `bytesMax`, as `bytesOf` counts it: the notice itself if it fits, else a
 *  reference to what it tells of; and if it was the reasons that were too large, that without them. Nothing is lost: the notice's
 *  id, its version and the change stand in each, and the API has the rest. */
export function sayable(notice: Notice, bytesOf: (said: Said) => number, bytesMax: number): Said {
  const bytes = bytesOf(notice);
  if (bytes <= bytesMax) return notice;
  const referred = byReference(notice, bytes);
  if (bytesOf(referred) <= bytesMax) return referred;
  return { ...referred, reasons: [], leftOut: ["thing", "reasons"] };
}

export const isByReference = (said: Said): said is ChangeByReference => "leftOut" in said;

function byReference({ thing, ...change }: Notice, bytes: number): ChangeByReference {
  const { id, version } = thing;
  return {
    ...change,
    thing: {
      id,
      version,
      ...("pool" in thing && { pool: thing.pool }),
      ...("state" in thing && { state: thing.state }),
    },
    href: HREF[change.kind](id),
    bytes,
    leftOut: ["thing"],
  };
}

/** Where the API has a thing, or the list that has it, by its kind. */
const HREF: Readonly<Record<Notice["kind"], (id: string) => string>> = {
  instance: (id) => `/instances/${id}`,
  claim: (id) => `/claims/${id}`,
  pool: (id) => `/pools/${id}`,
  template: () => "/templates",
  sweep: (id) => `/regions/${id.split(":", 1).join()}/sweeps`,
};
