import { MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";

/** Every bound of recording and replaying, by name. */

/** Characters of one line; a longer one is passed over and counted, and never held. A page of EC2's listing takes half a million. */
export const LINE_CHARS_MAX = 8 * 1024 * 1024;
/** Bytes that a recording holds back before it writes them. */
export const WRITE_BYTES = 1024 * 1024;
/** How long a call waits for its recorded answer, in the recording's time. Longer than any call of EC2's takes: the client gives
 *  one up after AWS_TRIES_MAX times AWS_ANSWER_MS. What has no answer by then was not asked when this was recorded. */
export const ANSWER_WAIT_MS = 30 * SECOND_MS;
/** How long it takes, where nothing is recorded, until EC2 has done what it was asked, and an instance reports. */
export const NOMINAL_MS = SECOND_MS;
/** Recorded decisions that lie ready, unread: more than one message can lead to. */
export const AHEAD_LINES = 1_000;
/** How far apart a decision may come that is taken for the same one, made earlier or later. */
export const MATCH_WINDOW_MS = 10 * MINUTE_MS;
/** Decisions of one thing that wait for their counterpart; the oldest gives way. */
export const MATCH_WINDOW_MAX = 64;
/** Differences and bad lines that are printed one by one; the rest is counted. */
export const DIFFERENCES_SHOWN_MAX = 200;
export const PROBLEMS_SHOWN_MAX = 50;
/** Pools whose first difference is named. */
export const POOLS_NAMED_MAX = 1_000;
/** Kinds of decisions, and codes of reasons, that are counted by name. */
export const KINDS_COUNTED_MAX = 500;
