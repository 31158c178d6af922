import type { Counters, Ports } from "../../../core/ports/ports.ts";
import { people } from "./people.ts";
import { probes } from "./probes.ts";
import { type Outlets, publisher } from "./publisher.ts";

/** Where notices, alerts and probes go. */
export interface OutletsSettings extends Outlets {
  /** The topic for people. */
  readonly alertsTopicArn: string;
  readonly counters: Counters;
}

/** What leaves the plane, over SNS and EventBridge. */
export const outlets = (settings: OutletsSettings): Pick<Ports, "publisher" | "people" | "probes"> => {
  const { sns, alertsTopicArn, counters } = settings;
  return {
    publisher: publisher(settings, counters),
    people: people(sns, alertsTopicArn, counters),
    probes: probes(settings, counters),
  };
};
