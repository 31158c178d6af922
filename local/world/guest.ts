import { createHash } from "node:crypto";
import { ACCESS_SIGNAL, CLOCK_SIGNAL, type Requirement } from "../../core/model/template.ts";
import type { AccessOrder } from "../../core/ports/modifications.ts";
import type { InstanceChanged as InstanceNotice } from "../../events/notices/instance-changed.v1.ts";
import { ACCESS_MADE } from "../assumptions.ts";
import { askUntilAnswered, type Fetch, get, guestCaller, post, sealed } from "../client.ts";
import type { Random, Streams } from "../random.ts";
import type { Scheduler } from "../time/scheduler.ts";
import type { Machine } from "./machine.ts";
import {
  BOOT_PROFILES,
  CLOCK_GOOD_MS,
  CLOCK_OFF_CHANCE,
  CLOCK_OFF_MS,
  RESYNC,
  SCRUBBING,
  SECOND_BOOT,
  type Stage,
  VERIFYING,
} from "./timings.ts";
import type { Vault } from "./vault.ts";

export interface GuestParts {
  readonly scheduler: Scheduler;
  readonly streams: Streams;
  readonly fetch: Fetch;
  /** Stops the machine from within. */
  readonly shutDown: (machine: Machine) => void;
  readonly vault: Vault;
}

/** The operating system and the agent within a machine: it boots, proves itself to the API, and hears what becomes of it. */
export interface Guest {
  /** EC2 runs the machine. */
  powered(): void;
  /** A notice about the machine. */
  heard(notice: InstanceNotice): void;
  /** Makes access, in its own time. False: nobody here takes orders yet. */
  ordered(order: AccessOrder): boolean;
}

/** The answer to a signal, as far as an agent reads it. */
interface SignalAnswer {
  readonly verdict?: { readonly reasons: readonly { readonly code: string }[] };
}

export function guest(machine: Machine, { scheduler, streams, fetch, shutDown, vault }: GuestParts): Guest {
  const { evidence, os } = machine.template;
  const profile = BOOT_PROFILES[os];
  let powerCycles = 0;
  /** Boots of the operating system: a preparation may have a reboot in it, which EC2 has no event for. */
  let boots = 0;
  /** The power cycle whose boot is over: the agent runs and hears. */
  let up = 0;
  /** The power cycle in which the agent has said something. */
  let speaking = 0;
  /** Starts whose access is made, or being made. */
  const made = new Set<string>();
  /** What was heard before the agent ran. Only of the first boot: a later one was asked for by what it would hear. */
  let early: InstanceNotice | undefined;
  /** The last version of the record that was acted on: notices come doubled and out of order. */
  let actedOn = 0;

  const randomOf = (what: string): Random => streams(`guest/${machine.id}/${what}`);
  const isOn = (cycle: number): boolean => machine.cycle === cycle;

  /** Goes through the stages and sends at the end of each what it proves. False: the power went before the end. */
  async function perform(stages: readonly Stage[], requirement: Requirement, random: Random): Promise<boolean> {
    const { cycle } = machine;
    const needs = requirement.by === "signals" ? requirement.needs : [];
    const ask = requirement.by === "signals" && requirement.bound === true;
    let nonce: string | undefined;
    for (const stage of stages) {
      if (stage.name === SECOND_BOOT) boots += 1;
      await scheduler.sleep(random.timing(stage.takes));
      for (const need of needs.filter((each) => stageOf(each, stages) === stage))
        if (isOn(cycle)) {
          // An agent asks once it runs, which is not before it has something to say.
          if (ask) nonce ??= await startNonce(cycle);
          await report(need, nonce, cycle, random);
        }
      if (!isOn(cycle)) return false;
    }
    return true;
  }

  /** What the plane calls this start. */
  async function startNonce(cycle: number): Promise<string | undefined> {
    const request = () => sealed(get(`/instances/${machine.id}/bootstrap`, guestCaller(machine.id)), machine.seal);
    const answer = await askUntilAnswered(scheduler, fetch, request, {
      notFoundIsEarly: true,
      wanted: () => isOn(cycle),
    });
    return (answer?.body as { nonce?: string } | undefined)?.nonce;
  }

  /** Sends one signal until it is answered; a clock that is said to be off is set and reported again. */
  async function report(
    name: string,
    nonce: string | undefined,
    cycle: number,
    random: Random,
    how: { readonly ok?: boolean; readonly text?: string } = {},
  ): Promise<void> {
    speaking = cycle;
    const signal = { name, boot: boots, ...(nonce !== undefined && { nonce }) };
    const send = async (offset: {
      offsetMs?: number;
      ok?: boolean;
      text?: string;
    }): Promise<SignalAnswer | undefined> => {
      const request = () =>
        sealed(
          post(`/instances/${machine.id}/signals`, { ...signal, ...offset }, guestCaller(machine.id)),
          machine.seal,
        );
      const answer = await askUntilAnswered(scheduler, fetch, request, {
        notFoundIsEarly: true,
        wanted: () => isOn(cycle),
      });
      return answer?.body as SignalAnswer | undefined;
    };
    if (name !== CLOCK_SIGNAL) return void (await send(how));
    const answer = await send({ offsetMs: up === cycle ? goodOffset(random) : offsetAfterBoot(random) });
    if (!answer?.verdict?.reasons.some(({ code }) => code === "clock-off")) return;
    await scheduler.sleep(random.timing(RESYNC));
    if (isOn(cycle)) await send({ offsetMs: goodOffset(random) });
  }

  async function boot(): Promise<void> {
    boots += 1;
    powerCycles += 1;
    const isFirst = powerCycles === 1;
    const { cycle } = machine;
    const whole = isFirst
      ? await perform(profile.firstBoot, evidence.preparing, randomOf(`boot/${powerCycles}`))
      : await perform(profile.laterBoot, evidence["handing-over"], randomOf(`boot/${powerCycles}`));
    if (!whole) return;
    up = cycle;
    if (isFirst && evidence.preparing.by === "self-stop") return shutDown(machine);
    if (early) heard(early);
  }

  function heard(notice: InstanceNotice): void {
    const { resource, from, to } = notice;
    if (from === to || (to !== "returning" && to !== "handing-over") || resource.version <= actedOn) return;
    if (up !== machine.cycle) {
      early = powerCycles === 1 ? notice : undefined;
      return;
    }
    actedOn = resource.version;
    const stage = to === "returning" ? SCRUBBING : VERIFYING;
    scheduler.after(0, async () => void (await perform([stage], evidence[to], randomOf(`heard/${resource.version}`))));
  }

  function ordered({ kind, user, secret, nonce }: AccessOrder): boolean {
    const { cycle } = machine;
    if (speaking !== cycle) return false;
    if (made.has(nonce)) return true;
    made.add(nonce);
    const random = randomOf(`access/${nonce}`);
    scheduler.after(random.timing(ACCESS_MADE), async () => {
      if (!isOn(cycle)) return;
      const key = createHash("sha256").update(`${random.unit()}`).digest("hex");
      const isKept = vault.put(secret, JSON.stringify({ instance: machine.id, kind, user, key }));
      await report(ACCESS_SIGNAL, nonce, cycle, random, isKept ? {} : { ok: false, text: "ResourceNotFoundException" });
    });
    return true;
  }

  return { powered: () => scheduler.after(0, boot), heard, ordered };
}

/** The stage a signal is named after, else the last. */
const stageOf = (need: string, stages: readonly Stage[]): Stage | undefined =>
  stages.find(({ name }) => need.startsWith(name)) ?? stages.at(-1);

const goodOffset = (random: Random): number => Math.round(random.between(-CLOCK_GOOD_MS, CLOCK_GOOD_MS));

function offsetAfterBoot(random: Random): number {
  if (!random.chance(CLOCK_OFF_CHANCE)) return goodOffset(random);
  const sign = random.chance(0.5) ? 1 : -1;
  return sign * Math.round(random.between(CLOCK_OFF_MS.least, CLOCK_OFF_MS.most));
}
