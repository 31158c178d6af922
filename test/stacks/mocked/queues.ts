import { describe, expect, it } from "vitest";
import { RETRIES } from "../../../core/model/retries.ts";
import { FUNCTIONS } from "../../../functions/shared/manifest/functions.ts";
import { isQueueFed, timeoutMsOf } from "../../../functions/shared/manifest/row.ts";
import { json, type Plane } from "./plane.ts";

const FED = FUNCTIONS.filter(isQueueFed).map((one) => [one.name, one] as const);

/** Queues, what feeds them, and where what they give up goes. */
export function holdQueues(plane: Plane): void {
  describe.each(FED)("the queue of %s", (name, one) => {
    const dead = () => (name === "republish" ? plane.queue("failures") : plane.queue(`${name}-dead`));

    it("hides a message for six times as long as the function may take", () =>
      expect(plane.queue(name).inputs.visibilityTimeoutSeconds).toBeGreaterThanOrEqual((6 * timeoutMsOf(one)) / 1_000));

    it("tries a message as the retry table says, and as many at once as its row", () => {
      const { visibilityMs, receives } = RETRIES[one.fed.retry];
      const { atOnce } = one.fed;
      expect(plane.queue(name).inputs.visibilityTimeoutSeconds).toBe(visibilityMs / 1_000);
      expect(json(plane.queue(name).inputs.redrivePolicy).maxReceiveCount).toBe(receives);
      const [mapping] = plane
        .made()
        .ofType("aws:lambda/eventSourceMapping:EventSourceMapping")
        .filter(({ inputs }) => inputs.eventSourceArn === plane.arnOf(plane.queue(name)));
      expect(mapping?.inputs.scalingConfig).toEqual(atOnce && { maximumConcurrency: atOnce });
    });

    it("gives up into its dead-letter queue, which is of its kind and keeps for longer", () => {
      expect(json(plane.queue(name).inputs.redrivePolicy)).toMatchObject({ deadLetterTargetArn: plane.arnOf(dead()) });
      expect(dead().inputs.fifoQueue).toBe(plane.queue(name).inputs.fifoQueue);
      expect(Number(dead().inputs.messageRetentionSeconds)).toBeGreaterThan(
        Number(plane.queue(name).inputs.messageRetentionSeconds),
      );
    });

    it("is watched, and its dead-letter queue too", () => {
      expect(plane.alarmsOn("QueueName", plane.queue(name).inputs.name)).toEqual(["ApproximateAgeOfOldestMessage"]);
      expect(plane.alarmsOn("QueueName", dead().inputs.name)).toEqual(["ApproximateNumberOfMessagesVisible"]);
    });

    it("is known to the API with its dead letters, by the name that an engineer redrives, and to the function itself", () => {
      const graves = (of: string) => {
        const { variables } = plane.fn(of).inputs.environment as { variables: Record<string, string> };
        return json(variables.GREENROOM_DEAD_LETTERS);
      };
      const at = "https://sqs.eu-west-1.amazonaws.com/123456789012/greenroom-try-";
      const grave = [dead(), plane.queue(name)].map(({ inputs }) => String(inputs.name).replace("greenroom-try-", ""));
      expect(graves("api").of[name === "republish" ? "notify" : name]).toEqual(grave);
      expect(graves(name)).toEqual({ at, of: { [name]: grave } });
    });

    it("feeds the function, which answers batches partially", () => {
      const feeds = plane
        .made()
        .ofType("aws:lambda/eventSourceMapping:EventSourceMapping")
        .filter(({ inputs }) => inputs.eventSourceArn === plane.arnOf(plane.queue(name)));
      expect(feeds).toHaveLength(1);
      expect(feeds[0]?.inputs).toMatchObject({
        functionName: `greenroom-try-${name}`,
        batchSize: one.fed.batch,
        functionResponseTypes: ["ReportBatchItemFailures"],
      });
    });

    it("takes messages of no service but those that feed it, from their source alone, and gives them to nobody unencrypted", () => {
      for (const to of [plane.queue(name), dead()]) {
        const [deny, ...allowed] = plane.senders(to);
        expect(deny).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
        for (const { Condition, Principal, Resource } of allowed) {
          expect(Resource).toBe(plane.arnOf(to));
          expect(Principal).toEqual({ Service: expect.stringMatching(/^(events|sns)\.amazonaws\.com$/) });
          expect(Object.keys(Condition ?? {})).toEqual(["ArnEquals"]);
        }
      }
    });
  });
}
