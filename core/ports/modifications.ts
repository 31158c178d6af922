import type { InstanceId, Nonce } from "../model/ids.ts";
import type { Ec2State } from "../model/instance.ts";
import type { AccessRequest, DnsName } from "../model/overrides.ts";
import type { Template } from "../model/template.ts";
import type { Refusal } from "./ec2.ts";

/** What the claim asks for cannot be, and the instance is none the worse: it names what is not there, is another's, or does not go
 *  with the rest. */
export interface Mistake {
  readonly kind: "mistaken";
  readonly error: string;
  /** Who has what was asked for, where that is known. */
  readonly holder?: InstanceId;
}

/** `unknown`: EC2 does not know the instance, which means gone or not yet visible. */
export type Changed = { readonly kind: "asked" | "unknown" } | Refusal | Mistake;

/** Changes to an instance, one attribute a call. Twice is safe. Fates: retryable, retry-after. */
export interface Modifications {
  /** Only while stopped; not with hibernation, not for Spot. */
  retype(id: InstanceId, type: string): Promise<Changed>;
  tag(id: InstanceId, tags: Readonly<Record<string, string>>): Promise<Changed>;
  /** Takes tags off, whatever their values. */
  untag(id: InstanceId, keys: readonly string[]): Promise<Changed>;
  /** Of an instance with one network interface; with more, EC2 refuses it. */
  regroup(id: InstanceId, securityGroups: readonly string[]): Promise<Changed>;
  /** `state`: as it was measured, since EC2 replaces the profile of a running instance, and that of a stopped one is taken off first. */
  reprofile(id: InstanceId, profile: string, has: Pick<Measures, "profile" | "state">): Promise<Changed>;
}

/** What is attached to an instance. */
export interface Measures {
  readonly state: Ec2State;
  readonly interfaces: readonly { readonly id: string; readonly index: number }[];
  /** The volume it boots from. */
  readonly rootVolume?: string;
  /** ARN of its instance profile. */
  readonly profile?: string;
}

/** What is attached to an instance, and may be more than one call each. Twice is safe. Fates: retryable, retry-after. */
export interface Attachments {
  /** One instance, asked once for a claim that must know. `unknown` is no proof of anything. */
  measure(id: InstanceId): Promise<Measures | "unknown">;
  /** A network interface as the device of that index. It stays the claimant's, and outlives the instance. One that is in use is a mistake,
   *  and says whose it is. */
  attach(id: InstanceId, networkInterface: string, index: number): Promise<Changed>;
  /** A volume that has the size already is left alone; one that is larger is the claimant's mistake. */
  grow(volume: string, gib: number): Promise<Changed>;
  /** An Elastic IP, from whatever has it: a claim that is served anew gets it back. The end of the instance lets it go. */
  lend(id: InstanceId, elasticIp: string): Promise<Changed>;
  /** The address that an allocation stands for, and which instance has it. */
  addressOf(
    elasticIp: string,
  ): Promise<{ readonly kind: "address"; readonly ip: string; readonly instance?: InstanceId } | Mistake>;
}

/** Names in DNS. Twice is safe. Fates: retryable, retry-after. */
export interface Names {
  /** Has the name stand for the address and for nothing else. */
  point(name: DnsName, ip: string): Promise<{ readonly kind: "asked" } | Mistake>;
  /** Takes the name away if it still stands for exactly that, and leaves it alone (`already`) if it does not. */
  unpoint(name: DnsName, ip: string): Promise<{ readonly kind: "asked" | "already" } | Mistake>;
}

/** What an instance is told of the access it is to make. Nothing of it is secret. */
export interface AccessOrder extends AccessRequest {
  readonly os: Template["os"];
  /** Of the start it is for: what is asked twice is made once. */
  readonly nonce: Nonce;
}

/** Has the instance make a password or a key, set it, and put it where the claimant said; it reports `access` when that is done.
 *  `not-yet`: nobody on the instance takes orders yet. `asked` says nothing of whether it will be done. Fates: retryable, retry-after. */
export interface Access {
  make(id: InstanceId, order: AccessOrder): Promise<{ readonly kind: "asked" | "not-yet" } | Mistake>;
}
