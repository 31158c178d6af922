import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Counters, Dimensions } from "../../core/ports/ports.ts";

/** How many different sums are held at most until they are written. */
const SUMS_MAX = 100;

interface Sum {
  readonly name: string;
  readonly dimensions: Dimensions;
  amount: number;
}

/** Counters as CloudWatch metrics, one line of embedded metric format each, written at once: a Lambda that is cut short
 *  loses none but what is added up. `service` is the function's name; both become what CloudWatch lists the metric under. */
export function metricCounters({ namespace, service }: { namespace: string; service: string }): Counters {
  const metrics = new Metrics({ namespace, serviceName: service });
  const sums = new Map<string, Sum>();

  function write(unit: Unit, name: string, value: number, dimensions: Dimensions = {}): void {
    const single = metrics.singleMetric();
    single.addDimensions(dimensions);
    single.addMetric(name, unit, value);
  }

  function tellSums(): void {
    const written = [...sums.values()];
    sums.clear();
    for (const { name, amount, dimensions } of written) write(MetricUnit.Count, name, amount, dimensions);
  }

  return {
    count(name, dimensions) {
      tellSums();
      write(MetricUnit.Count, name, 1, dimensions);
    },
    time: (name, ms, dimensions) => write(MetricUnit.Milliseconds, name, ms, dimensions),
    amount: (name, value, dimensions) => write(MetricUnit.NoUnit, name, value, dimensions),
    gauge(figures, dimensions = {}) {
      const line = new Metrics({ namespace, serviceName: service });
      line.addDimensions(dimensions);
      for (const [name, value] of Object.entries(figures)) line.addMetric(name, MetricUnit.NoUnit, value);
      line.publishStoredMetrics();
    },
    add(name, dimensions = {}) {
      const key = JSON.stringify([name, dimensions]);
      const sum = sums.get(key) ?? { name, dimensions, amount: 0 };
      sum.amount += 1;
      sums.set(key, sum);
      if (sums.size >= SUMS_MAX) tellSums();
    },
  };
}

type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];
