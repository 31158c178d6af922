import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Counters } from "../../core/ports/ports.ts";

/** Counters as CloudWatch metrics, one line of embedded metric format each, written at once: a Lambda that is cut short
 *  loses none. `service` is the function's name; both become what CloudWatch lists the metric under. */
export function metricCounters({ namespace, service }: { namespace: string; service: string }): Counters {
  const metrics = new Metrics({ namespace, serviceName: service });
  return {
    count(name, dimensions = {}) {
      const single = metrics.singleMetric();
      single.addDimensions(dimensions);
      single.addMetric(name, MetricUnit.Count, 1);
    },
    time(name, ms, dimensions = {}) {
      const single = metrics.singleMetric();
      single.addDimensions(dimensions);
      single.addMetric(name, MetricUnit.Milliseconds, ms);
    },
    amount(name, value, dimensions = {}) {
      const single = metrics.singleMetric();
      single.addDimensions(dimensions);
      single.addMetric(name, MetricUnit.NoUnit, value);
    },
  };
}
