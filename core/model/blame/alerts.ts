import { MINUTE_MS } from "../time.ts";

/** What a failure alerts people to, and what they do then; the blame's own sentence names the key, the right or the quota.
 *  `patienceMs`: how long it must last before it is published. */
export const BLAME_ALERTS = {
  "quota-reached": {
    what: "a quota of the account is reached: EC2 refuses launches or starts",
    todo: "raise the quota that the reason names in Service Quotas, or lower the targets",
    patienceMs: 5 * MINUTE_MS,
  },
  "not-authorized": {
    what: "EC2 denies calls of the plane",
    todo: "grant the action that the reason names, or lift the policy that denies it; greenroom doctor shows what else is denied",
    patienceMs: 0,
  },
  "account-blocked": {
    what: "AWS does not let the account use EC2",
    todo: "see the account's AWS Health dashboard and billing, then AWS Support",
    patienceMs: 0,
  },
  "key-unusable": {
    what: "EC2 cannot use the KMS key of the volumes: what is launched dies, and what is started falls back",
    todo: "enable the key, and let the plane's role use it as the reason says; no member is lost meanwhile",
    patienceMs: 0,
  },
  "template-unlaunchable": {
    what: "EC2 can never launch or start what the template asks for",
    todo: "mend the field that the reason names in the pool file, and apply",
    patienceMs: 0,
  },
  "offering-impaired": {
    what: "launches or starts of one zone and type die or hang; the pool uses the others",
    todo: "see AWS Health for the zone; nothing else is to be done while others serve",
    patienceMs: 5 * MINUTE_MS,
  },
  "cannot-be-ended": {
    what: "an instance cannot be terminated, and is billed on",
    todo: "switch its termination protection off, or allow the plane's role ec2:TerminateInstances, as the reason says",
    patienceMs: 0,
  },
  "changed-by-others": {
    what: "somebody else starts, stops or terminates members",
    todo: "find the caller in CloudTrail (StartInstances, StopInstances, TerminateInstances) and exclude the tag greenroom:pool there",
    patienceMs: 0,
  },
  "unlisted-error": {
    what: "EC2 answered with a code that no row of the table of failures names",
    todo: "report the code and its text to the maintainers; until then it counts as the request's fault",
    patienceMs: 0,
  },
} as const satisfies Record<string, { readonly what: string; readonly todo: string; readonly patienceMs: number }>;
export type BlameAlertKind = keyof typeof BLAME_ALERTS;
