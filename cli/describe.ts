import type { InstanceAnswer } from "../events/answers/instances.ts";
import type { ClaimDetails } from "../events/notices/claim-changed.v1.ts";
import type { InstanceDetails } from "../events/notices/instance-changed.v1.ts";
import { tagsText } from "../events/overrides/rows/tags.ts";
import { surfaceOf } from "../events/overrides/surfaces.ts";
import { OVERRIDE_NAMES } from "../events/overrides/table.ts";
import { duration, momentText, pairs } from "./print.ts";
import type { Paint } from "./terminal.ts";

/** A claim, field by field. */
export const claimText = (claim: ClaimDetails): string =>
  pairs([
    ["pool", claim.pool],
    ["caller", claim.caller],
    ["asked for", askedText(claim.asked)],
    ["kind", claim.persistent && persistentText(claim.persistent)],
    ["succeeded by", claim.successor],
    ["requested", momentText(claim.requestedAt)],
    ["leased", after(claim.requestedAt, claim.leasedAt)],
    ["delivered", after(claim.requestedAt, claim.deliveredAt)],
    ["its time", claim.handOver && handOverText(claim.handOver)],
    ["ended", claim.endedAt && momentText(claim.endedAt)],
    ["waits until", claim.state === "pending" ? momentText(claim.waitUntil) : undefined],
    ["instance", claim.instance],
    ["failed starts", claim.failedHandOvers || undefined],
  ]);

/** The stages that took any time. */
const handOverText = (handOver: NonNullable<ClaimDetails["handOver"]>): string | undefined =>
  Object.entries(handOver)
    .flatMap(([stage, ms]) => (ms ? [[stage, ms] as const] : []))
    .map(([stage, ms]) => `${stage.slice(0, -"Ms".length)} ${duration(ms)}`)
    .join(", ") || undefined;

/** What was tried for a claim, a line for each step; nothing for one that EC2 never refused. */
export const attemptsText = ({ attempts = [] }: Pick<ClaimDetails, "attempts">): string =>
  attempts
    .map(({ at, attempt, outcome, offering, instance, why }) =>
      [`  ${momentText(at)}  ${`${attempt} ${outcome}`.padEnd(20)}`, offering, instance, why.text]
        .filter(Boolean)
        .join("  "),
    )
    .join("\n");

const persistentText = ({ generation, position, endedAt }: NonNullable<ClaimDetails["persistent"]>): string =>
  [
    endedAt === undefined ? "a persistent claim" : `a persistent claim until ${momentText(endedAt)}`,
    ...(position ? [`number ${position.nth} of ${position.of}`] : []),
    ...(generation > 1 ? [`its claim number ${generation}`] : []),
  ].join(", ");

/** An instance, field by field. */
export const instanceText = (instance: InstanceDetails): string =>
  pairs([
    ["pool", instance.pool],
    ["tier", instance.tier],
    ["EC2 says", `${instance.ec2.state}, at ${momentText(instance.ec2.at)}`],
    ["type", `${instance.type}, ${instance.market}`],
    ["zone", instance.az],
    ["private IP", instance.privateIp],
    ["image", instance.imageId],
    ["generation", instance.generation],
    ["tags", tagsText(instance.tags) || undefined],
    ["claim", instance.claim],
    ["uses", instance.uses],
    ["launched", momentText(instance.launchedAt)],
    ["ready", after(instance.launchedAt, instance.readyAt)],
    ["suspect since", instance.suspectSince && momentText(instance.suspectSince)],
    ["interrupted", instance.interruptedAt && momentText(instance.interruptedAt)],
    ["deadline", instance.wakeAt && momentText(instance.wakeAt)],
    ...instance.signals.map((signal) => ["signal", signalText(signal)] as const),
  ]);

/** A signal in one line. */
export const signalText = ({ name, at, ok, offsetMs, text }: InstanceDetails["signals"][number]): string =>
  [
    `${name} ${ok ? "ok" : "failed"}, at ${momentText(at)}`,
    ...(offsetMs === undefined ? [] : [`clock off by ${offsetMs} ms`]),
    ...(text === undefined ? [] : [text]),
  ].join(", ");

/** What is a word of its own first, then what takes more than one. */
function askedText(asked: ClaimDetails["asked"]): string {
  const worded = OVERRIDE_NAMES.filter((name) => asked[name] !== undefined && surfaceOf(name).text);
  const plain = Object.entries(asked).filter(([name]) => !worded.some((each) => each === name));
  return [
    ...plain.map(([name, value]) => `${name} ${value}`),
    ...worded.map((name) => surfaceOf(name).text?.(asked[name])),
  ].join(", ");
}

/** A moment, and how long after another it was. */
const after = (from: string, at: string | undefined): string | undefined =>
  at && `${momentText(at)}, after ${duration(Date.parse(at) - Date.parse(from))}`;

/** Reasons as the lines of a list. */
export const reasonsText = (reasons: readonly { readonly text: string }[]): string =>
  reasons.map(({ text }) => `  - ${text}`).join("\n");

type Step = InstanceAnswer["history"][number];

/** A step with its moment, why it was taken and what caused it. */
export const stepText = (step: Step, paint: Paint): readonly string[] => {
  const { name, from, to, at, cause, reasons } = step;
  return [
    `  ${momentText(at)}  ${from === to ? `${to} (${name})` : `${from} → ${paint("bold", to)} (${name})`}`,
    ...reasons.map(({ text }) => `      ${text}`),
    paint("dim", `      by ${cause}`),
  ];
};
