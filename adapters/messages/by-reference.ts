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
  const href = hrefOf(change.kind, id);
  return {
    ...change,
    thing: {
      id,
      version,
      ...("pool" in thing && { pool: thing.pool }),
      ...("state" in thing && { state: thing.state }),
    },
    ...(href !== undefined && { href }),
    bytes,
    leftOut: ["thing"],
  };
}

/** Where the API has a thing, by its kind. A version of a template is asked for nowhere, and cannot be that large: it came in one
 *  request, of REQUEST_BYTES_MAX. */
function hrefOf(kind: Notice["kind"], id: string): string | undefined {
  switch (kind) {
    case "instance":
      return `/instances/${id}`;
    case "claim":
      return `/claims/${id}`;
    case "pool":
      return `/pools/${id}`;
    case "sweep":
      return `/regions/${id.split(":", 1).join()}/sweeps`;
    case "template":
      return undefined;
  }
}
