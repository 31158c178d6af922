import { expect, test } from "vitest";
import { memoryDeliveries } from "../../../adapters/memory/deliveries.ts";
import { windowStart } from "../../../core/model/delivery.ts";
import { PROBE_RETENTION_MS, PROBE_WINDOW_MS } from "../../../core/model/limits.ts";
import { EPOCH } from "../../builders.ts";
import { deliveriesContract } from "../../contracts/deliveries.contract.ts";
import { held } from "../../contracts/held.ts";

held("memory", "deliveries", () => deliveriesContract("memory", async () => memoryDeliveries()));

test("a process that probes for ever keeps what DynamoDB would", async () => {
  const deliveries = memoryDeliveries();
  const start = windowStart(EPOCH);
  for (const at of [start, start + PROBE_RETENTION_MS, start + PROBE_RETENTION_MS + PROBE_WINDOW_MS])
    await deliveries.sent({ path: "bus-sqs", start: at }, [1]);
  expect(await deliveries.windows("bus-sqs", 0, start * 2)).toHaveLength(2);
});
