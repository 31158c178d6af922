import { FORECAST_TICK_MS } from "../../core/model/forecast-limits.ts";
import { forecastTick } from "../../events/commands/forecast-tick.v1.ts";
import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, mayDeadLetter, queries } from "../grants.ts";

/** With one virtual CPU, which Lambda gives from 1,769 MB on: forecasts are worked out, not waited for. */
export const forecastTickFunction: Deployed = {
  name: "forecast-tick",
  memoryMb: 1_769,
  timeoutSeconds: timeoutSeconds("forecast-tick"),
  fed: { by: "schedule", contract: forecastTick, everyMs: FORECAST_TICK_MS, batch: 1 },
  may: [items("GetItem", "Query", "PutItem"), queries("bin", "claims"), mayDeadLetter("forecast-tick")],
};
