import {
  DescribeRuleCommand,
  type DescribeRuleCommandOutput,
  type EventBridgeClient,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Depth, RuleFound } from "../../../core/model/feed.ts";
import type { Feeds } from "../../../core/ports/feeds.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { parseJson } from "../../../events/contract.ts";
import { failureOf } from "../errors.ts";
import { call } from "./batches.ts";

/** Where to look. Queues by function; rules by the function they feed, as `<bus>/<rule>`. */
export interface FeedSettings {
  readonly queueUrls: Readonly<Record<string, string>>;
  readonly rules: Readonly<Record<string, string>>;
}

/** Rules of EventBridge and queues of SQS. Source: EventBridge API Reference, DescribeRule, ListTargetsByRule; SQS API Reference,
 *  GetQueueAttributes, whose figures are approximate and hold no age. */
export function feeds(
  sqs: SQSClient,
  eventBridge: EventBridgeClient,
  { queueUrls, rules }: FeedSettings,
  counters: Counters,
): Feeds {
  return {
    async rules() {
      const looked = Object.entries(rules).map(async ([of, where]): Promise<RuleFound> => {
        const [bus = "", name = ""] = where.split("/");
        const on = { Name: name, EventBusName: bus };
        try {
          const rule = await eventBridge.send(new DescribeRuleCommand(on));
          const { Targets = [] } = await eventBridge.send(
            new ListTargetsByRuleCommand({ Rule: name, EventBusName: bus }),
          );
          const queue = queueUrls[of]?.split("/").at(-1);
          const feedsIt = queue !== undefined && Targets.some(({ Arn }) => Arn?.endsWith(`:${queue}`));
          return { of, name, bus, feedsIt, ...toldOf(rule) };
        } catch (thrown) {
          if (failureOf("eventbridge", thrown).code === "ResourceNotFoundException")
            return { of, name, bus, state: "missing", hears: [], feedsIt: false };
          return call("eventbridge", () => Promise.reject(thrown), counters);
        }
      });
      return Promise.all(looked);
    },

    async depths() {
      const counted = Object.entries(queueUrls).map(async ([of, QueueUrl]): Promise<readonly [string, Depth]> => {
        const asked = new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
          ],
        });
        const { Attributes: said = {} } = await call("sqs", () => sqs.send(asked), counters);
        const depth = {
          waiting: Number(said.ApproximateNumberOfMessages ?? 0),
          underWay: Number(said.ApproximateNumberOfMessagesNotVisible ?? 0),
          later: Number(said.ApproximateNumberOfMessagesDelayed ?? 0),
        };
        return [of, depth];
      });
      return Object.fromEntries(await Promise.all(counted));
    },
  };
}

/** `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS` is enabled too. */
function toldOf({ State, EventPattern = "{}" }: DescribeRuleCommandOutput): Pick<RuleFound, "state" | "hears"> {
  const pattern = parseJson(EventPattern) as Readonly<Record<string, unknown>> | undefined;
  const types = pattern?.["detail-type"];
  return {
    state: State === "DISABLED" ? "disabled" : "enabled",
    hears: Array.isArray(types) ? types.filter((type) => typeof type === "string") : [],
  };
}
