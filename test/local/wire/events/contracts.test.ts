import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DAY_MS } from "../../../../core/model/time.ts";
import { busContract } from "../../../contracts/bus.contract.ts";
import { held } from "../../../contracts/held.ts";
import { replaysContract } from "../../../contracts/replays.contract.ts";
import { openBus } from "./given.ts";

/** Queues by their url. What is read is gone. */
function queues() {
  const texts = new Map<string, string[]>();
  return {
    send: async (url: string, text: string) => void texts.set(url, [...(texts.get(url) ?? []), text]),
    async receive(url: string) {
      const came = texts.get(url) ?? [];
      texts.delete(url);
      return came;
    },
  };
}

held("wire cloud", "bus", () =>
  busContract("the wire cloud", async () => {
    const { send, receive } = queues();
    const bus = await openBus(send);
    let made = 0;
    return {
      publisher: bus.publisher,
      close: bus.close,
      async rule(pattern, state = "ENABLED") {
        if (state === "DISABLED") throw new Error("the wire cloud has no disabled rules");
        made += 1;
        const url = `queue-${made}`;
        bus.rule(url, pattern, url);
        return () => receive(url);
      },
    };
  }),
);

held("wire cloud", "replays", () =>
  replaysContract("the wire cloud", async () => {
    const { send, receive } = queues();
    const { client, scheduler, rule, ...bus } = await openBus(send);
    rule("shadow", { source: ["greenroom"], "replay-name": [{ exists: true }] }, "shadow");
    rule("everything", { source: ["greenroom"] }, "everything");
    return {
      ...bus,
      async put(at, detail) {
        const event = {
          EventBusName: "greenroom",
          Source: "greenroom",
          DetailType: "x",
          Detail: JSON.stringify(detail),
        };
        await client.send(new PutEventsCommand({ Entries: [{ ...event, Time: new Date(at) }] }));
      },
      settle: () => scheduler.run(scheduler.now() + DAY_MS),
      shadowed: () => receive("shadow"),
      unfiltered: () => receive("everything"),
    };
  }),
);
