import type { Ports } from "../../../core/ports/ports.ts";
import { readEnvironment } from "./environment.ts";
import { kept } from "./kept.ts";
import { unwired } from "./unwired.ts";

/** The wiring of a function that keeps records and asks other functions, and no more. */
export const wire = (): Ports => ({
  ...kept(readEnvironment()),
  ...unwired(
    "launcher",
    "power",
    "fitting",
    "attachments",
    "names",
    "access",
    "seals",
    "lookup",
    "console",
    "listing",
    "dryRuns",
  ),
  ...unwired("publisher", "people", "probes", "replays", "feeds"),
});
