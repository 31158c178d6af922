import type { Notice } from "../../events/notices/notice.ts";
import type { Claim } from "../model/claim.ts";
import { noticeId } from "../model/ids.ts";
import type { Instance } from "../model/instance.ts";
import type { Origin } from "../model/origin.ts";
import type { Pool } from "../model/pool.ts";
import type { Template } from "../model/template.ts";
import { iso } from "../model/time.ts";
import {
  claimDetailsOf,
  instanceDetailsOf,
  poolDetailsOf,
  reasonDetails,
  templateDetailsOf,
  transitionDetails,
} from "./details.ts";

/** What subscribers are told of one write of an instance. */
export const instanceNotice = (instance: Instance): Notice => ({
  ...changeOf(instance),
  kind: "instance",
  resource: instanceDetailsOf(instance),
});

export const claimNotice = (claim: Claim): Notice => ({
  ...changeOf(claim),
  kind: "claim",
  resource: claimDetailsOf(claim),
});

/** A pool has no states: its change tells only that it was made or changed. */
export const poolNotice = (pool: Pool): Notice => ({
  version: 1,
  noticeId: noticeId(pool.id, pool.version),
  transition: pool.version === 1 ? "made" : "changed",
  from: pool.version === 1 ? "none" : "kept",
  to: "kept",
  ...originOf(pool),
  kind: "pool",
  resource: poolDetailsOf(pool),
});

/** Every version of a template is made once, and stays. */
export const templateNotice = (template: Template): Notice => ({
  version: 1,
  noticeId: noticeId(`template/${template.name}`, template.version),
  transition: "made",
  from: "none",
  to: "kept",
  ...originOf(template),
  kind: "template",
  resource: templateDetailsOf(template),
});

const originOf = ({ changedAt, cause, reasons }: Origin) => ({
  at: iso(changedAt),
  cause,
  reasons: reasons.map(reasonDetails),
});

function changeOf({ id, version, last }: Instance | Claim) {
  const { name, ...told } = transitionDetails<string>(last);
  return { version: 1 as const, noticeId: noticeId(id, version), transition: name, ...told };
}
