import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { chapterClosed } from "../../../core/model/chapter.ts";
import type { Instance } from "../../../core/model/instance.ts";
import type { Written } from "../../../core/ports/store.ts";
import { historyIn, type Item, kindOf } from "./items.ts";
import { upcast } from "./shapes.ts";

/** A record of the table's stream, as Lambda and as the streams API give it: they type the values in the images differently. */
export interface StreamRecord {
  readonly eventName?: string | undefined;
  readonly dynamodb?: { readonly NewImage?: object | undefined; readonly OldImage?: object | undefined } | undefined;
}

/** What a record of the stream says. Undefined: nothing that anybody subscribes to, such as a pointer, a ledger, or an expiry.
 *  The stream's view must be NEW_AND_OLD_IMAGES. */
export function writtenFrom({ eventName, dynamodb }: StreamRecord): Written | undefined {
  if (eventName === "REMOVE" || !dynamodb?.NewImage) return undefined;
  const after = itemIn(dynamodb.NewImage);
  const kind = kindOf(after);
  if (!kind) return undefined;
  const before = dynamodb.OldImage && itemIn(dynamodb.OldImage);
  const closed = kind === "instance" ? chapterClosed(after.doc as Instance, historyIn(after)) : undefined;
  return { kind, ...(before && { before: before.doc }), after: after.doc, ...(closed && { closed }) } as Written;
}

const itemIn = (image: object): Item => upcast(unmarshall(image as Record<string, AttributeValue>) as Item);
