import { BLAME_TEXT_MAX } from "../model/blame-limits.ts";
import type { Ec2Call } from "../model/ec2-calls.ts";

/** What a sentence may name, where it is known. */
export interface FailureNames {
  readonly region?: string;
  readonly az?: string;
  readonly type?: string;
  readonly image?: string;
  /** `<name>@<version>`. */
  readonly template?: string;
  /** The ARN of the KMS key. */
  readonly key?: string;
}

/** The text for a placeholder whose value is not known. */
const UNKNOWN: Readonly<Record<string, string>> = {
  region: "the region",
  az: "the zone",
  type: "the instance type",
  image: "the image",
  template: "of the pool",
  key: "the KMS key of the volumes (the image's, or the account's default for EBS)",
  role: "the plane's role",
  text: "EC2 gives no details",
};

/** Fills the holes of a row's sentence with what is known: what the plane named, and what EC2's text says. */
export function worded(
  sentence: string,
  named: FailureNames,
  { call, text }: { call?: Ec2Call; text?: string },
): string {
  const known: Readonly<Record<string, string | undefined>> = { ...saidBy(text ?? "", call), ...named };
  return sentence.replace(/\{(\w+)\}/g, (_, hole: string) => known[hole] ?? UNKNOWN[hole] ?? "");
}

/** What EC2's text of a denial names: the caller's role, the action it lacks, the key, and the policy that denies it. */
function saidBy(text: string, call: Ec2Call | undefined): Readonly<Record<string, string | undefined>> {
  const [, role] = /assumed-role\/([\w+=,.@-]+)\//.exec(text) ?? [];
  const [, action] = /perform: ([a-z0-9-]+:\w+)/.exec(text) ?? [];
  const [key] = /arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+/.exec(text) ?? [];
  const [, policy] = /explicit deny in an? ([\w -]*policy)/i.exec(text) ?? [];
  return {
    role: role && `role ${role}`,
    action: action ?? (call ? `ec2:${call}` : "the call"),
    key,
    scp: policy ? `, which an explicit deny in a policy forbids (${policy.toLowerCase()})` : "",
    text: text === "" ? undefined : text.slice(0, BLAME_TEXT_MAX),
  };
}
