import type { _Record as StreamRecord } from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBStreamEvent } from "aws-lambda";
import { ec2 } from "../../adapters/aws/ec2/ec2.ts";
import { deadLetters } from "../../adapters/aws/messages/dead-letters.ts";
import { feeds } from "../../adapters/aws/messages/feeds.ts";
import { messages } from "../../adapters/aws/messages/messages.ts";
import { redelivery } from "../../adapters/aws/messages/redelivery.ts";
import { replays } from "../../adapters/aws/messages/replays.ts";
import { memoryReplays } from "../../adapters/memory/replays.ts";
import { memorySeals } from "../../adapters/memory/seals.ts";
import { PLAN_DELAY_MS } from "../../core/model/limits.ts";
import { PortError } from "../../core/ports/errors.ts";
import type { QueueName } from "../../core/ports/messages.ts";
import type { Ports } from "../../core/ports/ports.ts";
import type { Written } from "../../core/ports/store.ts";
import type { Contract } from "../../events/contract.ts";
import type { Envelope } from "../../events/envelope.ts";
import type { Notice } from "../../events/notices/notice.ts";
import { deliveryProbe } from "../../events/probes/delivery-probe.v1.ts";
import { notifyFunction, shadowFunction } from "../../functions/manifest.ts";
import { publishStream } from "../../functions/routes.ts";
import { functionsFedBy } from "../../functions/shared/manifest/functions.ts";
import { onStream } from "../../functions/shared/on-stream.ts";
import type { Carrier, CarrierParts } from "../carrier.ts";
import { InvocationLost, seamed } from "../seam.ts";
import { WIRE_REGION } from "./clients.ts";
import { account } from "./ec2/account.ts";
import { catalogue } from "./ec2/catalogue.ts";
import { ec2Service } from "./ec2/server.ts";
import { bridge, ruleArn } from "./events/bridge.ts";
import type { Pattern } from "./events/pattern.ts";
import { eventsService } from "./events/service.ts";
import { throughGateway } from "./gateway/through.ts";
import { contextOf, invoked, isDoneBy } from "./lambda.ts";
import { postmark } from "./queues/postmark.ts";
import type { Servers } from "./servers.ts";
import { openTopics } from "./topics.ts";

const BUS = "greenroom";
const BUS_ARN = `arn:aws:events:${WIRE_REGION}:111122223333:event-bus/${BUS}`;
const ARCHIVE_ARN = `arn:aws:events:${WIRE_REGION}:111122223333:archive/${BUS}`;

/** Everything behind the protocol AWS speaks for it, reached by the plane's own adapters. Virtual time stands still during a call: what
 *  a call takes is said by the local cloud's own assumptions, as ever. */
export function wireCarrier(servers: Servers, parts: CarrierParts): Carrier {
  const { clock, counters, plane, scheduler, world } = parts;
  const { table, queues } = servers;
  const failed = (error: unknown): void => scheduler.after(0, () => Promise.reject(error));
  /** Done while virtual time pauses; nothing waits for it. */
  const meanwhile = (work: () => Promise<void>): void => void scheduler.outside(work).catch(failed);

  const images = catalogue();
  servers.serveEc2(ec2Service(account(world, { catalogue: images, now: () => scheduler.now() })));

  const byUrl = new Map([...queues.fed.values()].map((each) => [each.url, each.name]));
  const own = new Map(functionsFedBy("queue").map(({ fed: { queue } }) => [queues.urls[queue], queue]));
  const sqs = queues.client();
  postmark(sqs, ({ url, text, delayMs, error }) => {
    const queue: QueueName | undefined = own.get(url);
    const name = byUrl.get(url);
    if (url === queues.urls.failures) parts.onFailure(text, error);
    else if (queue) parts.onSent(queue, text, clock.now() + (queue === "plans" ? PLAN_DELAY_MS : delayMs));
    else if (name !== undefined) parts.onDelivered(name, text);
  });

  const buses = bridge(WIRE_REGION, queues.send);
  const queueOf = (name: string) => queues.fed.get(name) ?? queues.invoked.get(name);
  const putRule = (name: string, bus: string, pattern: Pattern): void => {
    const { url, arn, deadUrl } = queueOf(name)!;
    buses.putRule({ name, bus, pattern, targets: [{ url, arn, deadUrl }] });
  };
  const patternOf = ({ source, detailType }: Contract) => ({ source: [source], "detail-type": [detailType] });
  for (const { name, contract } of functionsFedBy("event")) putRule(name, "default", patternOf(contract));
  for (const { name, contract } of functionsFedBy("probes")) putRule(name, BUS, patternOf(contract));
  for (const { name } of functionsFedBy("replays")) putRule(name, BUS, { "replay-name": [{ exists: true }] });
  const probed = new Set(functionsFedBy("probes").map(({ name }) => name));
  const kept = memoryReplays({
    clock,
    after: (ms, then) => scheduler.after(ms, then),
    deliver: (text) => {
      meanwhile(async () => void (await buses.put(BUS, JSON.parse(text) as Envelope, [shadowFunction.name])));
      parts.onDelivered(shadowFunction.name, text);
    },
    keeps: parts.archived,
  });
  const archive = {
    replays: kept.replays,
    // The archive is of everything but probes.
    put: (text: string) =>
      void ((JSON.parse(text) as Envelope)["detail-type"] !== deliveryProbe.detailType && kept.put(text)),
  };
  servers.serveEvents(
    eventsService({ region: WIRE_REGION, clock, bridge: buses, archive, archiveArn: ARCHIVE_ARN, buses: [BUS] }),
  );

  const topics = openTopics(servers.fauxqs, queues.client(), (text) =>
    parts.onPublished((JSON.parse(text) as { readonly detail: Notice }).detail),
  );
  servers.onClose(topics.close);
  const spoken = messages({
    sqs,
    sns: topics.sns,
    eventBridge: servers.eventBridge,
    queueUrls: queues.urls,
    topicArn: topics.topicArn,
    alertsTopicArn: topics.alertsTopicArn,
    busName: BUS_ARN,
    clock,
    counters,
  });
  const hiding = redelivery(sqs, Object.fromEntries([...queues.fed, ...queues.invoked]), counters);
  /** When a function had its messages come again, by their handles: the local cloud keeps the queues' time. */
  const delays = new Map<string, number>();
  const shadowRuleArn = ruleArn(WIRE_REGION, BUS, shadowFunction.name);
  const reached: Ports = {
    clock,
    counters,
    plane,
    ...table.store({ clock, counters }),
    ...ec2({ client: servers.ec2, clock, counters }),
    // Of hosted zones and orders to instances nobody speaks the protocol here.
    ...{ names: parts.world.ports.names, access: parts.world.ports.access },
    seals: memorySeals("of a local cloud"),
    ...spoken,
    people: {
      async publish(alert) {
        await spoken.people.publish(alert);
        parts.onAlert(alert);
      },
    },
    probes: {
      async send(probe) {
        await spoken.probes.send(probe);
        parts.onProbe(probe);
      },
    },
    deadLetters: deadLetters(sqs, Object.fromEntries(queues.fed), counters),
    redelivery: {
      async delay(queue, messages) {
        for (const { handle, delayMs } of messages) delays.set(handle, delayMs);
        return hiding.delay(queue, messages);
      },
    },
    feeds: feeds(
      sqs,
      servers.eventBridge,
      {
        queueUrls: Object.fromEntries([...queues.fed].map(([name, { url }]) => [name, url])),
        rules: Object.fromEntries(
          buses.rules().flatMap(({ name, bus }) => (probed.has(name) ? [] : [[name, `${bus}/${name}`]])),
        ),
      },
      counters,
    ),
    replays: replays(servers.eventBridge, { archiveArn: ARCHIVE_ARN, busArn: BUS_ARN, shadowRuleArn }, counters),
  };

  const recordOf = new WeakMap<Written, StreamRecord>();
  const drain = (): Promise<void> =>
    table.drain((written, record) => {
      if (written.kind === "template") images.add(written.after);
      recordOf.set(written, record);
      parts.onWritten(written);
    });
  const ports = seamed(reached, (_, work) => scheduler.outside(() => work().finally(drain)));

  return {
    ports,
    api: throughGateway(servers.gateway, parts),
    deadLetter: (name) => meanwhile(async () => queues.fed.get(name)?.poller.sift()),
    put(name, text) {
      meanwhile(async () => {
        const hasRule = functionsFedBy("event").some((row) => row.name === name);
        if (!hasRule) return queues.send(queueOf(name)?.url ?? "", text);
        if ((await buses.put("default", JSON.parse(text) as Envelope, [name])) !== 1)
          throw new Error(`no rule of the default bus wants what was put there for ${name}: ${text}`);
      });
    },
    async invoke(name, text) {
      const queue = queueOf(name);
      if (!queue) throw new Error(`no queue feeds ${name}`);
      const message = await scheduler.outside(() => queue.poller.take(text));
      const isDone = await isDoneBy(parts, name, message, queue.arn);
      await scheduler.outside(() => (isDone ? queue.poller.done(message) : queue.poller.leave(message)));
      const { ReceiptHandle: handle = "", MessageId } = message;
      const retryAfterMs = delays.get(handle);
      delays.delete(handle);
      if (isDone) return undefined;
      if (retryAfterMs === undefined) throw new InvocationLost(`${name} did not say when ${MessageId} comes again`);
      throw new PortError("retry-after", "NotDone", `${name} did not do ${MessageId}`, { retryAfterMs });
    },
    async publish(batch) {
      const Records = batch.map((written) => recordOf.get(written));
      const event = { Records } as unknown as DynamoDBStreamEvent;
      const { batchItemFailures } = await invoked(parts, (wired) =>
        onStream(notifyFunction, publishStream, wired)(event, contextOf(notifyFunction.name)),
      );
      const [first] = batchItemFailures;
      if (!first) return {};
      const index = Records.findIndex((record) => record?.dynamodb?.SequenceNumber === first.itemIdentifier);
      return { stopped: { index: Math.max(index, 0), error: new Error("notify stopped there") } };
    },
    hand: (notice, listener) => meanwhile(async () => listener(await topics.hear(notice.noticeId))),
  };
}
