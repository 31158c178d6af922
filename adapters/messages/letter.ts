import { MESSAGE_BYTES_MAX } from "../../core/model/limits.ts";
import { attributesOf } from "../../events/notices/attributes.ts";
import type { Notice } from "../../events/notices/notice.ts";
import type { Said } from "../../events/subscribers/resources.ts";
import { type Attributes, attributeBytes } from "./attributes.ts";
import { withinLimit } from "./by-reference.ts";
import { noticeText } from "./notice-text.ts";
import { escapedJson } from "./plain-text.ts";

/** A notice on its way to the topic. */
export interface Letter {
  readonly id: string;
  /** What it is about: letters of one thread keep their order. */
  readonly thread: string;
  readonly text: string;
  readonly attributes: Attributes;
}

/** A notice as the topic takes it; one that is too large goes by reference, under the same attributes. */
export function letter(notice: Notice): Letter {
  // SNS takes no empty attribute, and would refuse the notice for it.
  const attributes = Object.fromEntries(Object.entries(attributesOf(notice)).filter(([, value]) => value !== ""));
  const write = (said: Said): Letter => ({
    id: notice.noticeId,
    thread: threadOf(notice),
    text: escapedJson(noticeText(said)),
    attributes,
  });
  return withinLimit<Letter>(notice, { write, bytesOf: letterBytes, bytesMax: MESSAGE_BYTES_MAX });
}

/** As SNS counts. Source: SNS API Reference, PublishBatch. */
export const letterBytes = ({ text, attributes }: Pick<Letter, "text" | "attributes">): number =>
  Buffer.byteLength(text) + attributeBytes(attributes);

/** What a notice is about. */
export const threadOf = ({ resource }: Notice): string => resource.id;
