import { EC2Client } from "@aws-sdk/client-ec2";
import { THROTTLED_WAIT_MS } from "../../../core/model/limits.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { CLIENT_SETTINGS } from "../client-settings.ts";
import { failureOf } from "../errors.ts";
import { rowOf } from "./errors.ts";
import { Ec2Retries } from "./retries.ts";

/** A client for the pools of one region. Credentials come from the environment's default chain. Every request that leaves it is
 *  counted by its operation (`ec2-call`), the SDK's own retries too, and so is every one that EC2 throttles (`ec2-throttled`). */
export function ec2Client({ region, counters }: { region: string; counters: Counters }): EC2Client {
  const client = new EC2Client({ ...CLIENT_SETTINGS, retryStrategy: new Ec2Retries(), region });
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const operation = (commandName ?? "unknown").replace(/Command$/, "");
        counters.add?.("ec2-call", { operation });
        try {
          return await next(args);
        } catch (thrown) {
          if (rowOf(failureOf("ec2", thrown))?.retryAfterMs === THROTTLED_WAIT_MS)
            counters.add?.("ec2-throttled", { operation });
          throw thrown;
        }
      },
    // Within the retries, and around the reading of the answer, where errors are made.
    { name: "countCalls", step: "finalizeRequest", priority: "low" },
  );
  return client;
}
