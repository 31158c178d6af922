import { memoryDryRuns } from "../../adapters/memory/dry-runs.ts";
import { memoryPlane } from "../../adapters/memory/plane.ts";
import type { StoredState } from "../../adapters/memory/stored-state.ts";
import type { Instant } from "../../core/model/time.ts";
import { PortError } from "../../core/ports/errors.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { type Contract, type Reading, read } from "../../events/contract.ts";
import { ec2Answered } from "../../events/recording/ec2-answered.v1.ts";
import { recordingBegan } from "../../events/recording/recording-began.v1.ts";
import { requestReceived } from "../../events/recording/request-received.v1.ts";
import { api, publishStream, routeOf } from "../../functions/routes.ts";
import { functionsFedBy } from "../../functions/shared/manifest/functions.ts";
import { type RecordedEc2, recordedEc2 } from "./answers.ts";
import { eventClock } from "./clock.ts";
import { planned, type WrittenDecision, written } from "./decisions.ts";
import { derived } from "./derived.ts";
import { nominalEc2 } from "./nominal.ts";
import { type Message, unwrap } from "./unwrap.ts";

/** What became of the messages and calls of a replay. */
export interface Handled {
  /** Messages that a function or the API handled. */
  readonly handled: number;
  /** Messages that nothing here has a contract for, or that only report decisions. */
  readonly passedOver: number;
  /** Functions that failed, as they may when EC2 does; the message came again. */
  readonly failed: number;
  readonly calls: {
    readonly answered: number;
    /** Answered as if all went well, because the recording has no answer: it was decided otherwise then. */
    readonly nominal: number;
    /** Recorded answers that nobody asked for now. */
    readonly unasked: number;
    /** Still waiting for an answer at the end. */
    readonly open: number;
  };
}

export interface ReplayerParts {
  readonly decided: (decision: WrittenDecision) => void;
  /** Takes what is wrong with the message that is being handled. */
  readonly complain: (problem: string) => void;
  /** The records to begin with; left out: none. */
  readonly stored?: StoredState;
}

/** The plane's functions over adapters in memory, in the time of a recording: nothing it does reaches anybody. */
export interface Replayer {
  readonly now: () => Instant;
  /** Lets time pass up to the message's, and handles it. */
  take(message: Message): Promise<void>;
  handled(): Handled;
}

const PLANE = "http://greenroom.replay";
/** What decides, by what it reads: probes decide nothing, and what an archive or an engineer sends again was decided before. */
const REPLAYED = new Map(
  functionsFedBy("event", "queue", "schedule").map(({ name, contract }) => [keyOf(contract), routeOf(name)]),
);
function keyOf({ source, detailType }: Pick<Contract, "source" | "detailType">): string {
  return `${source}/${detailType}`;
}

export function replayer({ decided, complain, stored }: ReplayerParts): Replayer {
  const clock = eventClock();
  let isComplete = false;
  /** To a recording that is complete nothing is added. */
  const besides = derived(clock);
  const { ports: memory } = memoryPlane(
    {
      clock,
      store: {
        clock,
        onWritten(change) {
          const decision = written(change);
          if (decision) decided(decision);
          if (isComplete) return;
          besides.written(change);
          const record = { read: () => change, sequence: String(counts.handled), record: {} };
          void tracked(() => publishStream(ports)([record]));
        },
        ...(stored && { stored }),
      },
      messages: {
        deliver(queue, text, at) {
          if (!isComplete) besides.deliver(queue, text, at);
        },
      },
    },
    { dryRuns: memoryDryRuns({ denied: new Set(), knows: () => false }) },
  );
  const nominal = nominalEc2(clock, memory.instances, (id, state) => {
    if (!isComplete) besides.happened(id, state);
  });
  const ec2: RecordedEc2 = recordedEc2(clock, nominal, () => isComplete);
  const ports: Ports = { ...memory, ...ec2.ports };
  const app = api(ports);

  const counts = { handled: 0, passedOver: 0, failed: 0, answered: 0, unasked: 0 };
  let open = 0;
  let hasBegun = false;

  /** Runs a function until it is done or waits for EC2; nobody else's turn comes before. */
  async function run(work: () => Promise<unknown>): Promise<void> {
    counts.handled += 1;
    void tracked(work);
    await settled();
  }
  function tracked(work: () => Promise<unknown>): Promise<void> {
    open += 1;
    return work()
      .then(() => {})
      .catch((error: unknown) => {
        if (error instanceof PortError && error.code !== "Malformed") counts.failed += 1;
        else complain(error instanceof Error ? error.message : String(error));
      })
      .finally(() => {
        open -= 1;
      });
  }
  const settled = async (): Promise<void> => {
    if (open > 0) await drained();
  };

  async function passTo(at: Instant): Promise<void> {
    for (let due = ec2.due(); due !== undefined && due <= at; due = ec2.due()) {
      clock.set(due);
      ec2.giveUp();
      await settled();
    }
    if (hasBegun && !isComplete) await derive(at);
    // A complete recording was written in the order of handling: a wild time in it does not date what follows.
    clock.set(isComplete ? at : Math.max(at, clock.now()));
    hasBegun = true;
  }

  /** Handles what the plane would have received besides. */
  async function derive(to: Instant): Promise<void> {
    for (let due = besides.due(to); due !== undefined && due <= to; due = besides.due(to)) {
      clock.set(due);
      const unwrapped = unwrap(besides.next() ?? "");
      if (unwrapped.kind === "messages") for (const message of unwrapped.messages) await handle(message);
    }
  }

  async function handle({ text, key }: Message): Promise<void> {
    const route = REPLAYED.get(key);
    if (route)
      return run(async () => {
        const plan = await planned(ports, text);
        if (plan) decided(plan);
        await route.receive(ports, text);
      });
    switch (key) {
      case keyOf(ec2Answered): {
        const detail = heard(read(ec2Answered, text));
        if (!detail) return;
        if (!ec2.answered(detail)) counts.unasked += 1;
        else counts.answered += 1;
        return settled();
      }
      case keyOf(requestReceived): {
        const detail = heard(read(requestReceived, text));
        if (!detail) return;
        const { path, method, body, caller } = detail;
        const headers = { "content-type": "application/json", "x-greenroom-caller": caller };
        return run(async () => app.fetch(new Request(new URL(path, PLANE), { method, body, headers })));
      }
      case keyOf(recordingBegan):
        isComplete = heard(read(recordingBegan, text))?.isComplete ?? isComplete;
        return;
      default:
        counts.passedOver += 1;
    }
  }

  function heard<Detail>(reading: Reading<Detail>): Detail | undefined {
    if (reading.kind === "heard") return reading.event.detail;
    complain(
      reading.kind === "malformed"
        ? reading.problems.map(({ field, message }) => `${field}: ${message}`).join("; ")
        : `there is no contract ${reading.key}`,
    );
    return undefined;
  }

  return {
    now: () => clock.now(),
    async take(message) {
      await passTo(message.at);
      await handle(message);
    },
    handled: () => ({
      handled: counts.handled,
      passedOver: counts.passedOver,
      failed: counts.failed,
      calls: { answered: counts.answered, nominal: ec2.nominal(), unasked: counts.unasked, open: ec2.waiting() },
    }),
  };
}

/** Every promise that can go on without another message goes on before the event loop's check phase. */
const drained = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
