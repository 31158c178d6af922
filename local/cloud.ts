import type { Instant } from "../core/model/time.ts";
import type { Clock, Ports } from "../core/ports/ports.ts";
import type { Ledgers } from "../core/ports/store.ts";
import type { Envelope } from "../events/envelope.ts";
import {
  alertTickFunction,
  forecastTickFunction,
  notifyFunction,
  planTickFunction,
  probeTickFunction,
  sweepTickFunction,
} from "../functions/manifest.ts";
import { api, publishStream } from "../functions/routes.ts";
import { bus } from "./bus.ts";
import type { Carrier, CarrierParts } from "./carrier.ts";
import type { Fetch } from "./client.ts";
import { type LocalCounters, localCounters } from "./counters.ts";
import { DEMO_REGION } from "./demo-pools.ts";
import type { Emit, Observer } from "./facts.ts";
import { httpDoor } from "./http-door.ts";
import { inboxes } from "./inboxes.ts";
import { latency } from "./latency.ts";
import { memoryCarrier } from "./memory-carrier.ts";
import { type KnownDelays, probePaths } from "./probe-paths.ts";
import { type Streams, streams } from "./random.ts";
import type { Recorder } from "./replay/recorder.ts";
import { schedules } from "./schedules.ts";
import { atOnce, type Invoke, type Post, seamed, type Through } from "./seam.ts";
import { slots } from "./slots.ts";
import { stream, throughFunction } from "./stream.ts";
import { type RunOptions, Scheduler } from "./time/scheduler.ts";
import { type Listener, topic } from "./topic.ts";
import type { Capacity } from "./world/ec2.ts";
import type { Lies } from "./world/lies.ts";
import { type Outage, withOutages } from "./world/outages.ts";
import type { Trouble } from "./world/troubles.ts";
import { type World, world } from "./world/world.ts";

export interface CloudOptions {
  /** A whole number; the same one, and the same requests at the same moments, make the same run. */
  readonly seed: number;
  /** Part of EC2's events that never come, 0 to 1. */
  readonly lose?: number;
  /** What time it is at first. */
  readonly start: Instant;
  /** Its one region; left out: that of the demonstration's pools. */
  readonly region?: string;
  /** How much room EC2 has; left out: always enough. */
  readonly capacity?: Capacity;
  /** When it has none, by zone and type; left out: never. */
  readonly outages?: readonly Outage[];
  /** How EC2's listing deceives; left out: it is correct. */
  readonly lies?: Lies;
  /** What goes wrong in EC2 from the start; more is begun by `world.troubles`. Left out: nothing. */
  readonly troubles?: readonly Trouble[];
  /** How often every region is swept; left out: never, so that nothing is listed at all. `emit`: rows are taken for events. */
  readonly sweepEveryMs?: number;
  readonly emit?: boolean;
  /** Whether people are alerted; left out: nobody looks. */
  readonly alerts?: true;
  /** Whether demand is counted and forecast; left out: nobody counts. */
  readonly forecasts?: true;
  /** Notices that the archive keeps; left out: none. */
  readonly archived?: number;
  /** What happens to calls of ports besides taking their time. */
  readonly faults?: Through;
  /** When what is on its way arrives; left out: when it is due. */
  readonly post?: Post;
  /** Invocations of functions fed by queues that the account lets run at once; left out: as many as there are. */
  readonly concurrency?: number;
  /** What happens to messages and their functions. */
  readonly invoke?: Invoke;
  /** What is between the agents and the API. */
  readonly agents?: (fetch: Fetch) => Fetch;
  /** How far the clock of who asks is off, in ms, at a moment. */
  readonly skewMs?: (at: Instant) => number;
  /** Probes the delivery paths; left out: nothing is probed. `known`: instead of the paths' own delays, losses and doubles. */
  readonly probes?: { readonly known?: KnownDelays };
  /** Writes down what the plane receives. Calls of the store and of queues then take no time: what is handled between two calls of
   *  EC2's is handled alone, so that a replay can handle it in the same order. */
  readonly recorder?: Recorder;
  /** What holds records and carries messages; left out: memory. */
  readonly carrier?: (parts: CarrierParts) => Carrier;
  /** What makes hours pass with less work, for who plays very many; left out: as the assumptions say. */
  readonly haste?: Haste;
}

export interface Haste {
  readonly tickMs: number;
  readonly unmanagedGapMs: number;
}

/** The whole plane on one machine: the functions as they run in Lambda, over a cloud in virtual time. */
export interface LocalCloud {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly streams: Streams;
  readonly ports: Ports;
  readonly world: World;
  readonly counters: LocalCounters;
  /** The HTTP API, answering in virtual time: while a run is under way, from within it or from outside. */
  readonly api: { fetch(request: Request): Promise<Response> };
  /** Lets time pass up to `until`. */
  run(until: Instant, options?: RunOptions): Promise<void>;
  /** Delivers every notice to the listener, at least once. */
  subscribe(listener: Listener): void;
  /** Tells the observer every fact from now on. */
  watch(observer: Observer): void;
  readonly emit: Emit;
  /** Puts an event on the default bus, and a message into the queue of a function, by its name. */
  put(event: Envelope): void;
  send(name: string, text: string): void;
  /** Lets through what the rule of a function hears, or nothing more. */
  enableRule(name: string, on: boolean): void;
  /** Nothing is being published, delivered or worked on. */
  isQuiet(): boolean;
}

export function localCloud(options: CloudOptions): LocalCloud {
  const { seed, lose = 0, start, capacity, lies, faults, agents, skewMs, recorder, probes } = options;
  const { haste, sweepEveryMs } = options;
  const post = options.post && { post: options.post };
  const scheduler = new Scheduler(start);
  const clock: Clock = skewMs ? { now: () => scheduler.now() + skewMs(scheduler.now()) } : scheduler;
  const room = options.outages ? withOutages(options.outages, scheduler, capacity) : capacity;
  const draw = streams(seed);
  const counters = localCounters();
  const plane = { region: options.region ?? DEMO_REGION };
  const observers: Observer[] = [];
  const emit: Emit = (fact) => {
    for (const observer of observers) observer(fact, scheduler.now());
  };

  const notices = topic({ scheduler, random: draw("topic"), ...post });
  const subscribe = (listener: Listener): void => notices.subscribe((notice) => carrier.hand(notice, listener));
  const truth: World = world({
    seed,
    scheduler,
    streams: draw,
    emit,
    put: (event) => events.put(event),
    fetch: (request) => (agents ? agents(door.fetch) : door.fetch)(request),
    ...(room && { capacity: room }),
    ...(lies && { lies }),
    ...(options.troubles && { troubles: options.troubles }),
    ...(haste && { unmanagedGapMs: haste.unmanagedGapMs }),
  });
  const carrier = (options.carrier ?? memoryCarrier)({
    clock,
    counters,
    plane,
    scheduler,
    world: truth,
    ports: () => ports,
    archived: options.archived ?? 0,
    onWritten(written) {
      emit({ kind: "written", written });
      writes.put(written);
    },
    // A sender's clock names its messages; how long one is held back is counted by the queue.
    onSent: (queue, text, at) => boxes.queues[queue].send(text, at - clock.now() + scheduler.now()),
    onDelivered: (name, text) => boxes.byName.get(name)?.send(text, scheduler.now()),
    onPublished(notice) {
      emit({ kind: "published", notice });
      notices.publish(notice);
    },
    onProbe: (probe) => paths.carry(probe),
    onAlert: (alert) => emit({ kind: "alerted", alert }),
    feeds: { rules: () => boxes.rulesFound(), depths: () => boxes.depths() },
    onFailure: (text, error) => emit({ kind: "dead", from: notifyFunction.name, text, error }),
  });
  const { ports: carried, deadLetter, put } = carrier;
  const inner: Ports = { clock, counters, ...carried, plane, ledgers: watched(carried.ledgers, emit) };
  const delay = latency(scheduler, draw, { ofEc2Alone: recorder !== undefined, atOnce: haste !== undefined });
  const calls = seamed(inner, (call, work) => delay(call, faults ? () => faults(call, work) : work));
  const ports = recorder?.listening(calls) ?? calls;
  if (recorder) observers.push(recorder.observe);

  const invoke = options.invoke ?? recorder?.invoke ?? carrier.invoke ?? atOnce;
  const held = options.concurrency === undefined ? {} : { slots: slots(options.concurrency) };
  const boxes = inboxes({ scheduler, streams: draw, ports, emit, deadLetter, put, invoke, ...post, ...held });
  const paths = probePaths({ scheduler, streams: draw, ports, emit, boxes, invoke, ...probes });
  const events = bus({ scheduler, streams: draw, rules: boxes.rules, lose, ...post });
  const app = carrier.api ? { fetch: carrier.api } : api(ports);
  const door = httpDoor({ scheduler, random: draw("http"), app: recorder?.asked(app) ?? app, emit });
  const writes = stream({
    scheduler,
    random: draw("stream"),
    publish: carrier.publish ?? throughFunction(invoke, publishStream(ports)),
    ...post,
    onDead: (written, error) =>
      emit({ kind: "dead", from: "stream", text: JSON.stringify(written), error: String(error) }),
  });
  subscribe((notice) => truth.hear(notice));
  subscribe((notice) => emit({ kind: "noticed", notice }));
  schedules(scheduler, boxes, {
    [planTickFunction.name]: { everyMs: haste?.tickMs },
    [sweepTickFunction.name]:
      sweepEveryMs === undefined ? "off" : { everyMs: sweepEveryMs, ...(options.emit && { detail: { emit: true } }) },
    [alertTickFunction.name]: options.alerts ? {} : "off",
    [forecastTickFunction.name]: options.forecasts ? {} : "off",
    [probeTickFunction.name]: probes ? {} : "off",
  });

  return {
    clock: scheduler,
    scheduler,
    streams: draw,
    ports,
    world: truth,
    counters,
    api: door,
    run: (until, options) => scheduler.run(until, options),
    subscribe,
    watch: (observer) => void observers.push(observer),
    emit,
    put: (event) => events.put(event),
    send(name, text) {
      put(name, text);
      boxes.byName.get(name)?.send(text, scheduler.now());
    },
    enableRule: (name, on) => boxes.enable(name, on),
    isQuiet: () => writes.waiting() === 0 && notices.waiting() === 0 && boxes.busy() === 0,
  };
}

/** Tells of intents in the moment they are saved. */
const watched = (ledgers: Ledgers, emit: Emit): Ledgers => ({
  ...ledgers,
  async save(ledger, intents) {
    const saved = await ledgers.save(ledger, intents);
    if (saved === "saved") for (const intent of intents.added) emit({ kind: "intended", intent });
    return saved;
  },
});
