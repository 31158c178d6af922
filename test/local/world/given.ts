import { MINUTE_MS } from "../../../core/model/time.ts";
import type { LaunchRequest } from "../../../core/ports/ec2.ts";
import type { Envelope } from "../../../events/envelope.ts";
import type { Fetch } from "../../../local/client.ts";
import type { Fact } from "../../../local/facts.ts";
import { streams } from "../../../local/random.ts";
import { Scheduler } from "../../../local/time/scheduler.ts";
import type { Capacity } from "../../../local/world/ec2.ts";
import type { Lies } from "../../../local/world/lies.ts";
import type { Trouble } from "../../../local/world/troubles.ts";
import { world } from "../../../local/world/world.ts";
import { anIntent, aTemplate, EPOCH } from "../../builders.ts";

export interface Signalled {
  readonly at: number;
  readonly id: string;
  readonly name: string;
  readonly offsetMs?: number;
}

/** What the API answers to an agent's n-th signal. */
type Answer = (signal: Signalled, nth: number) => { readonly status?: number; readonly body?: object };

export const aLaunch = (changes: Partial<LaunchRequest> = {}): LaunchRequest => ({
  intent: anIntent({ count: 1 }),
  template: aTemplate(),
  tags: { "greenroom:pool": "win-build" },
  ...changes,
});

export interface WorldOptions {
  readonly seed?: number;
  readonly answer?: Answer;
  readonly capacity?: Capacity;
  readonly lies?: Lies;
  readonly troubles?: readonly Trouble[];
}

/** A world with nobody around it: what it says is written down, what its agents send is answered as given. */
export function openWorld({ seed = 1, answer = () => ({}), capacity, lies, troubles }: WorldOptions = {}) {
  const scheduler = new Scheduler(EPOCH);
  const events: { at: number; event: Envelope }[] = [];
  const facts: Fact[] = [];
  const signals: Signalled[] = [];
  const fetch: Fetch = async (request) => {
    const [, , id = ""] = new URL(request.url).pathname.split("/");
    const body = (await request.json()) as { name: string; offsetMs?: number };
    const signal = { at: scheduler.now() - EPOCH, id, ...body };
    signals.push(signal);
    const { status = 200, body: answered = { accepted: true } } = answer(signal, signals.length);
    return Response.json(answered, { status });
  };
  const truth = world({
    seed,
    scheduler,
    streams: streams(seed),
    put: (event) => void events.push({ at: scheduler.now() - EPOCH, event }),
    fetch,
    emit: (fact) => void facts.push(fact),
    ...(capacity && { capacity }),
    ...(lies && { lies }),
    ...(troubles && { troubles }),
  });
  const statesOf = (id: string): readonly string[] =>
    events.flatMap(({ event }) => {
      const detail = event.detail as { "instance-id": string; state: string };
      return detail["instance-id"] === id ? [detail.state] : [];
    });
  /** Does it in virtual time, and lets `forMs` pass. */
  async function during<T>(forMs: number, work: () => Promise<T>): Promise<T> {
    const results: { readonly value: T }[] = [];
    const failures: unknown[] = [];
    scheduler.after(0, () =>
      scheduler.outside(work).then(
        (value) => void results.push({ value }),
        (error: unknown) => void failures.push(error),
      ),
    );
    await scheduler.run(scheduler.now() + forMs);
    if (failures.length > 0) throw failures[0];
    const [result] = results;
    if (!result) throw new Error("it is not done within that time");
    return result.value;
  }
  async function launched(forMs: number, request = aLaunch()): Promise<string> {
    const done = await during(forMs, () => truth.ports.launcher.launch(request));
    if (done.kind !== "launched" || !done.instances[0]) throw new Error("nothing was launched");
    return done.instances[0].id;
  }
  return { ...truth, scheduler, events, facts, signals, statesOf, during, launched };
}

export const linux = aLaunch({ template: aTemplate({ os: "linux" }) });

/** A world with these troubles, and what a look by id says of its instance. */
export function troubled(...troubles: readonly Trouble[]) {
  const world = openWorld({ troubles });
  const { ports, during } = world;
  const thrown = (work: () => Promise<unknown>) =>
    during(0, () =>
      work().then(
        (answer) => answer,
        ({ fate, code, message }) => ({ fate, code, message }),
      ),
    );
  return {
    ...world,
    thrown,
    look: (id: string) => during(0, () => ports.lookup.look(id)),
    pass: (ms: number) => during(ms, async () => undefined),
    stop: (id: string, options: { hibernate: boolean; force?: boolean } = { hibernate: false }) =>
      during(0, () => ports.power.stop(id, options)),
    async stopped() {
      const id = await world.launched(2 * MINUTE_MS, linux);
      await during(3 * MINUTE_MS, () => ports.power.stop(id, { hibernate: false }));
      return id;
    },
  };
}
