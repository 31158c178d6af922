import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { SECOND_MS } from "../../../core/model/time.ts";
import type { Clock } from "../../../core/ports/ports.ts";
import type { Replay, Replays } from "../../../core/ports/replays.ts";
import type { Envelope } from "../../../events/envelope.ts";
import type { WireService } from "../door.ts";
import { type Bridge, type BridgeRule, LOCAL_ACCOUNT } from "./bridge.ts";
import { matches } from "./pattern.ts";

export interface EventsParts {
  readonly region: string;
  readonly clock: Clock;
  readonly bridge: Bridge;
  /** The archive of each bus by its name, and its replays. */
  readonly archive: { put(text: string): void; readonly replays: Replays };
  readonly archiveArn: string;
  /** Buses there are. */
  readonly buses: readonly string[];
}

/** Source: EventBridge API Reference, PutEvents. */
const ENTRIES_MAX = 10;
const BYTES_MAX = 256 * 1024;

/** What the API refuses, by its code. */
class EventsFailure extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Body = Readonly<Record<string, unknown>>;
type Perform = (body: never) => Promise<object>;

/** EventBridge's API as the SDK speaks to it: JSON 1.1, times in seconds. Answers PutEvents, StartReplay, DescribeReplay, CancelReplay,
 *  DescribeRule, ListTargetsByRule and TestEventPattern. */
export function eventsService(parts: EventsParts): WireService {
  const performed = actions(parts);
  return async ({ headers, body }) => {
    const action = String(headers["x-amz-target"] ?? "").replace(/^AWSEvents\./, "");
    const perform = Object.hasOwn(performed, action) ? performed[action] : undefined;
    try {
      if (!perform) throw new EventsFailure("UnknownOperationException", `no such action: ${action}`);
      return json(200, await perform(JSON.parse(body) as never));
    } catch (thrown) {
      if (thrown instanceof EventsFailure) return json(400, { __type: thrown.code, message: thrown.message });
      const { name, message } = thrown as Error;
      const isOurs = name === "InvalidEventPatternException";
      return json(isOurs ? 400 : 500, { __type: isOurs ? name : "InternalException", message });
    }
  };
}

const json = (status: number, body: object) => ({
  status,
  type: "application/x-amz-json-1.1",
  body: JSON.stringify(body),
});

function actions({
  region,
  clock,
  bridge,
  archive,
  archiveArn,
  buses,
}: EventsParts): Readonly<Record<string, Perform>> {
  let taken = 0;
  const known = async (name: string): Promise<Replay> => {
    const replay = await archive.replays.find(name);
    if (!replay) throw new EventsFailure("ResourceNotFoundException", `Replay ${name} does not exist.`);
    return replay;
  };
  const ruleOf = (bus: string, name: string): BridgeRule => {
    const found = bridge.rules().find((rule) => rule.bus === bus && rule.name === name);
    if (!found) throw new EventsFailure("ResourceNotFoundException", `Rule ${name} does not exist on EventBus ${bus}.`);
    return found;
  };
  const arnOf = (name: string): string => `arn:aws:events:${region}:${LOCAL_ACCOUNT}:replay/${name}`;

  /** One entry of a batch fails by itself. */
  async function entry(asked: PutEventsRequestEntry): Promise<object> {
    const { Source: source, DetailType, Detail, EventBusName = "default", Time, Resources: resources = [] } = asked;
    const bus = EventBusName.replace(/^.*event-bus\//, "");
    const detail = Detail === undefined ? undefined : detailIn(Detail);
    if (!source || !DetailType || detail === undefined)
      return { ErrorCode: "InvalidArgument", ErrorMessage: "Source, DetailType and Detail are required." };
    if (source.startsWith("aws."))
      return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
    if (detail === "malformed") return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
    // A bus that is not there takes events without a word. Source: EventBridge API Reference, PutEvents.
    taken += 1;
    const id = `${"0".repeat(8)}-0000-4000-8000-${taken.toString(16).padStart(12, "0")}`;
    const at = Time === undefined ? clock.now() : Number(Time) * SECOND_MS;
    const time = new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");
    const said = {
      version: "0",
      id,
      "detail-type": DetailType,
      source,
      account: LOCAL_ACCOUNT,
      time,
      region,
      resources,
      detail,
    };
    if (buses.includes(bus)) {
      archive.put(JSON.stringify(said));
      await bridge.put(bus, said as Envelope);
    }
    return { EventId: id };
  }

  return {
    async PutEvents({ Entries = [] }: { Entries?: readonly PutEventsRequestEntry[] }) {
      const bytes = Entries.reduce((sum, each) => sum + Buffer.byteLength(each.Detail ?? ""), 0);
      if (Entries.length < 1 || Entries.length > ENTRIES_MAX || bytes > BYTES_MAX)
        throw new EventsFailure("ValidationException", `1 to ${ENTRIES_MAX} entries, and ${BYTES_MAX} bytes at most`);
      const answers: object[] = [];
      for (const each of Entries) answers.push(await entry(each));
      return { Entries: answers, FailedEntryCount: answers.filter((each) => "ErrorCode" in each).length };
    },

    async StartReplay(
      asked: { ReplayName: string; EventSourceArn: string } & Record<"EventStartTime" | "EventEndTime", number>,
    ) {
      const { ReplayName: name, EventSourceArn, EventStartTime, EventEndTime } = asked;
      if (EventSourceArn !== archiveArn)
        throw new EventsFailure("ResourceNotFoundException", `Archive ${EventSourceArn} does not exist.`);
      const [from, to] = [EventStartTime * SECOND_MS, EventEndTime * SECOND_MS];
      if (!(from < to)) throw new EventsFailure("ValidationException", "EventEndTime must be after EventStartTime.");
      const done = await archive.replays.start({ name, from, to });
      if (done.kind === "already")
        throw new EventsFailure("ResourceAlreadyExistsException", `Replay ${name} already exists.`);
      if (done.kind === "refused") throw new EventsFailure("LimitExceededException", done.error);
      return { ReplayArn: arnOf(name), State: "STARTING", ReplayStartTime: clock.now() / SECOND_MS };
    },

    async DescribeReplay({ ReplayName }: { ReplayName: string }) {
      const { name, state, from, to, reachedAt, why } = await known(ReplayName);
      return {
        ReplayName: name,
        ReplayArn: arnOf(name),
        State: state.toUpperCase(),
        EventSourceArn: archiveArn,
        EventStartTime: from / SECOND_MS,
        EventEndTime: to / SECOND_MS,
        ...(reachedAt !== undefined && { EventLastReplayedTime: reachedAt / SECOND_MS }),
        ...(why !== undefined && { StateReason: why }),
      };
    },

    async CancelReplay({ ReplayName }: { ReplayName: string }) {
      await known(ReplayName);
      const done = await archive.replays.cancel(ReplayName);
      if (done !== "asked") throw new EventsFailure("IllegalStatusException", `Replay ${ReplayName} is over.`);
      return { ReplayArn: arnOf(ReplayName), State: "CANCELLING" };
    },

    async DescribeRule({ Name, EventBusName = "default" }: { Name: string; EventBusName?: string }) {
      const { name, bus, pattern } = ruleOf(EventBusName, Name);
      return { Name: name, EventBusName: bus, State: "ENABLED", EventPattern: JSON.stringify(pattern) };
    },

    async ListTargetsByRule({ Rule, EventBusName = "default" }: { Rule: string; EventBusName?: string }) {
      return { Targets: ruleOf(EventBusName, Rule).targets.map(({ arn }, nth) => ({ Id: String(nth), Arn: arn })) };
    },

    async TestEventPattern({ EventPattern, Event }: { EventPattern: string; Event: string }) {
      return { Result: matches(JSON.parse(EventPattern), JSON.parse(Event) as object) };
    },
  };
}

/** A detail is a JSON object. */
function detailIn(text: string): Body | "malformed" {
  try {
    const read = JSON.parse(text) as unknown;
    return typeof read === "object" && read !== null && !Array.isArray(read) ? (read as Body) : "malformed";
  } catch {
    return "malformed";
  }
}
