import type { ChangeByReference } from "../../events/notices/change-by-reference.v1.ts";
import type { Notice } from "../../events/notices/notice.ts";
import type { Said } from "../../events/subscribers/resources.ts";

/** How a message is made of what is said, and what it may weigh. */
export interface MessageMaking<Message> {
  write(said: Said): Message;
  bytesOf(message: Message): number;
  readonly bytesMax: number;
}

/** The message for a notice: of the notice itself if that fits, else of a reference to the resource it is about; and if it was the reasons
 *  that were too large, of that without them. Nothing is lost: the notice's id, its version and the change are in each, and the
 *  API has the rest. */
export function withinLimit<Message>(notice: Notice, { write, bytesOf, bytesMax }: MessageMaking<Message>): Message {
  const whole = write(notice);
  const bytes = bytesOf(whole);
  if (bytes <= bytesMax) return whole;
  const referred = byReference(notice, bytes);
  const short = write(referred);
  return bytesOf(short) <= bytesMax ? short : write({ ...referred, reasons: [], leftOut: ["resource", "reasons"] });
}

export const isByReference = (said: Said): said is ChangeByReference => "leftOut" in said;

function byReference({ resource, ...change }: Notice, bytes: number): ChangeByReference {
  const { id, version } = resource;
  return {
    ...change,
    resource: {
      id,
      version,
      ...("pool" in resource && { pool: resource.pool }),
      ...("state" in resource && { state: resource.state }),
    },
    href: HREF[change.kind](id),
    bytes,
    leftOut: ["resource"],
  };
}

/** Where the API has a resource, or the list that has it, by its kind. */
const HREF: Readonly<Record<Notice["kind"], (id: string) => string>> = {
  instance: (id) => `/instances/${id}`,
  claim: (id) => `/claims/${id}`,
  pool: (id) => `/pools/${id}`,
  template: () => "/templates",
  sweep: (id) => `/regions/${id.split(":", 1).join()}/sweeps`,
};
