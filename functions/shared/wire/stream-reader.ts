import { writtenFrom as read, type StreamRecord } from "../../../adapters/aws/dynamo/stream.ts";
import type { Written } from "../../../core/ports/store.ts";

/** What a record of the table's stream says; undefined for what nobody subscribes to. */
export const readStreamRecord = (record: StreamRecord): Written | undefined => read(record);
