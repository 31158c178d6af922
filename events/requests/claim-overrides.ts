import * as z from "zod";
import { tags } from "./tags.ts";

const hexId = (prefix: string, what: string) =>
  z.string().regex(new RegExp(`^${prefix}-[0-9a-f]{8}(?:[0-9a-f]{9})?$`), `${what}: ${prefix}- and 8 or 17 hex digits`);

/** A name in DNS as Route 53 compares it: lower case, no dot at its end. Source: Route 53 Developer Guide, "DNS domain name format". */
export const dnsName = z
  .string()
  .max(253)
  .regex(
    /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "a full name such as build-7.ci.example.com: lower case, no dot at its end",
  );
export const hostedZone = z
  .string()
  .regex(/^Z[A-Z0-9]{1,31}$/, "the id of a hosted zone, such as Z0123456789ABCDEFGHIJ");
export const securityGroup = hexId("sg", "a security group id");
export const networkInterface = hexId("eni", "a network interface id");
export const elasticIp = hexId("eipalloc", "the allocation id of an Elastic IP");
/** Grown in place: EBS makes no volume larger than 64 TiB. Source: EBS User Guide, "Amazon EBS volume types". */
export const rootVolumeGiB = z.int().min(1).max(65_536);
export const instanceProfile = z
  .string()
  .max(2_048)
  .regex(
    /^(?:[\w+=,.@-]{1,128}|arn:[\w-]+:iam::\d{12}:instance-profile\/[\w+=,.@/-]+)$/,
    "an instance profile, by name or ARN",
  );
/** Words for a command line, so that nothing in them can end it. Source: Secrets Manager API Reference, CreateSecret. */
export const secretName = z
  .string()
  .max(2_048)
  .regex(
    /^(?:[\w/+=.@-]{1,512}|arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@-]+)$/,
    "an entry of Secrets Manager, by name or ARN",
  );

/** What a claim may ask to be changed on its instance. */
export const claimOverrides = {
  type: z.string().min(1).max(40).optional(),
  tags: tags.optional(),
  /** Instead of the template's. */
  securityGroups: z.array(securityGroup).min(1).max(16).readonly().optional(),
  /** One more; of the zone that the claim names. */
  networkInterface: networkInterface.optional(),
  rootVolumeGiB: rootVolumeGiB.optional(),
  instanceProfile: instanceProfile.optional(),
  elasticIp: elasticIp.optional(),
  /** An A record: for the Elastic IP if one is asked for, else for the private address. */
  dns: z
    .strictObject({ zone: hostedZone, name: dnsName, ttlSeconds: z.int().min(1).max(86_400).default(60) })
    .optional(),
  /** Made on the instance, and put where the claimant says; nobody else sees it. */
  access: z
    .strictObject({
      kind: z.enum(["password", "ssh-key"]),
      user: z
        .string()
        .regex(/^[A-Za-z_][\w.-]{0,31}$/, "a user of the operating system, such as ec2-user")
        .optional(),
      secret: secretName,
    })
    .optional(),
};

/** As a pool names what its claims may ask for: the id, or how it begins with a `*` at its end. */
const named = (what: string) =>
  z
    .array(z.string().regex(/^[\w/+=,.@:-]+\*?$/, `${what}, or how it begins with * at its end`))
    .min(1)
    .max(100)
    .optional();

/** What claims may ask for beside type and tags. What is left out they may not. */
export const allows = z.strictObject({
  securityGroups: named("a security group id"),
  networkInterfaces: named("a network interface id"),
  rootVolumeGiB: rootVolumeGiB.optional(),
  instanceProfiles: named("an instance profile"),
  elasticIps: named("an allocation id"),
  /** A name and all below it. */
  names: z
    .array(z.strictObject({ zone: hostedZone, under: dnsName }))
    .min(1)
    .max(20)
    .optional(),
  secrets: named("an entry of Secrets Manager"),
});
