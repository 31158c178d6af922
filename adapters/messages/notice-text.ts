import { type Contract, write } from "../../events/contract.ts";
import { changeByReference } from "../../events/notices/change-by-reference.v1.ts";
import { contractOf } from "../../events/notices/notice.ts";
import type { Said } from "../../events/subscribers/resources.ts";
import { isByReference } from "./by-reference.ts";

/** A notice, or the reference sent in its place, as it leaves the plane, dated by the change it reports. Apart from `texts.ts`, for most functions
 *  publish nothing outside, and the notices' schemas take longer to make than all else of ours. */
export const noticeText = (said: Said): string =>
  write<Said>(contractOfSaid(said), said, { id: said.noticeId, at: Date.parse(said.at) });

/** The contract of a notice, or of the reference sent in its place. */
export const contractOfSaid = (said: Said): Contract<Said> =>
  isByReference(said) ? changeByReference : contractOf(said);
