import { ListReplaysCommand, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { describe, expect, inject } from "vitest";
import { replays } from "../../../adapters/aws/messages/replays.ts";
import { held } from "../../contracts/held.ts";
import { replaysContract } from "../../contracts/replays.contract.ts";
import { openBus } from "./given.ts";

const endpoint = inject("ministackEndpoint");
/** Accounts from here on are this file's. */
let account = 2000;
const nextAccount = (): number => ++account;
const END_MAX_MS = 10_000;

describe.skipIf(endpoint === undefined)("the adapter for AWS", () => {
  held("ministack", "replays", () =>
    replaysContract("ministack", async () => {
      const { eventBridge, busName, busArn, archiveArn, counters, rule, close } = await openBus(
        endpoint!,
        nextAccount(),
      );
      const shadow = await rule({ source: ["greenroom"], "replay-name": [{ exists: true }] });
      const everything = await rule({ source: ["greenroom"] });
      const replaysOf = (source: string) =>
        replays(eventBridge, { archiveArn: source, busArn, shadowRuleArn: shadow.ruleArn }, counters);
      const running = async () => {
        const { Replays = [] } = await eventBridge.send(new ListReplaysCommand({ EventSourceArn: archiveArn }));
        return Replays.filter(({ State }) => State !== "COMPLETED" && State !== "CANCELLED");
      };
      return {
        replays: replaysOf(archiveArn),
        ofNothing: replaysOf(`${archiveArn}-of-another`),
        async put(at, detail) {
          const event = { EventBusName: busName, Source: "greenroom", DetailType: "x", Detail: JSON.stringify(detail) };
          await eventBridge.send(new PutEventsCommand({ Entries: [{ ...event, Time: new Date(at) }] }));
        },
        settle: () => expect.poll(running, { timeout: END_MAX_MS }).toEqual([]),
        shadowed: shadow.receive,
        unfiltered: everything.receive,
        close,
      };
    }),
  );
});
