import { type Command, InvalidArgumentError } from "commander";
import { badInput, type Outcome } from "./errors.ts";

/** What a claim may ask to be changed on its instance, as it is typed. */
export interface OverrideOptions {
  readonly securityGroup?: readonly string[];
  readonly eni?: string;
  readonly rootGib?: number;
  readonly profile?: string;
  readonly eip?: string;
  readonly dns?: string;
  readonly zone?: string;
  readonly ttl?: number;
  readonly passwordTo?: string;
  readonly sshKeyTo?: string;
  readonly user?: string;
}

export const withOverrideOptions = (command: Command): Command =>
  command
    .option("--security-group <sg>", "a security group in place of the template's; may be given again", another)
    .option("--eni <eni>", "one more network interface, of the zone that --az names")
    .option("--root-gib <n>", "what the root volume grows to, GiB; the guest grows its file system itself", whole)
    .option("--profile <name>", "an instance profile, by name or ARN")
    .option("--eip <eipalloc>", "an Elastic IP, by its allocation")
    .option("--dns <name>", "a name for it in the hosted zone that --zone names")
    .option("--zone <id>", "with --dns, the hosted zone")
    .option("--ttl <seconds>", "with --dns, how long others may remember it (default: 60)", whole)
    .option("--password-to <secret>", "make a password there, and put it into this entry of your Secrets Manager")
    .option("--ssh-key-to <secret>", "make a key for SSH there, and put it into this entry of your Secrets Manager")
    .option("--user <name>", "whose password or key (default: the administrator's)");

/** The wishes as the plane takes them, or which options do not go together. What the plane judges is left to it. */
export function overridesFrom(
  options: OverrideOptions,
): { readonly kind: "wishes"; readonly overrides: object } | Extract<Outcome, { kind: "failed" }> {
  const { dns, zone, ttl, passwordTo, sshKeyTo, user } = options;
  if (dns !== undefined && zone === undefined)
    return badInput("incomplete", `${dns} is in no zone`, { field: "--dns", fix: "Name its hosted zone with --zone." });
  for (const [field, value] of [
    ["--zone", zone],
    ["--ttl", ttl],
  ] as const)
    if (dns === undefined && value !== undefined)
      return badInput("incomplete", `${value} is of no name`, { field, fix: "Give the name with --dns." });
  if (passwordTo !== undefined && sshKeyTo !== undefined)
    return badInput("contradictory", "one kind of access is made, not both", {
      field: "--ssh-key-to",
      fix: "Give --password-to or --ssh-key-to.",
    });
  const secret = passwordTo ?? sshKeyTo;
  if (user !== undefined && secret === undefined)
    return badInput("incomplete", `nothing is made for ${user}`, {
      field: "--user",
      fix: "Say where its access goes with --password-to or --ssh-key-to.",
    });
  const kind = passwordTo === undefined ? "ssh-key" : "password";
  const overrides = {
    securityGroups: options.securityGroup,
    networkInterface: options.eni,
    rootVolumeGiB: options.rootGib,
    instanceProfile: options.profile,
    elasticIp: options.eip,
    dns: dns === undefined ? undefined : { zone, name: dns, ttlSeconds: ttl },
    access: secret === undefined ? undefined : { kind, user, secret },
  };
  return { kind: "wishes", overrides };
}

const another = (given: string, before: readonly string[] = []): readonly string[] => [...before, given];

function whole(given: string): number {
  if (!/^[1-9]\d{0,6}$/.test(given)) throw new InvalidArgumentError("Give a whole number, at least 1.");
  return Number(given);
}
