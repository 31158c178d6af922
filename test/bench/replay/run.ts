import { replay } from "../../../local/replay/replay.ts";
import type { Run } from "../replay.ts";

/** Replays the events of one file against the decisions of another, and says what it took. */
const [events = "", against = ""] = process.argv.slice(2);
const begun = performance.now();
const cpuBegun = process.cpuUsage();
const { messages, decisions, difference } = await replay({ events, against });
const seconds = (performance.now() - begun) / 1_000;
const { user, system } = process.cpuUsage(cpuBegun);
const { added = 0, removed = 0, changed = 0 } = difference ?? {};
process.send?.({
  events: messages,
  decisions: decisions.total,
  different: added + removed + changed,
  eventsPerSecond: Math.round(messages / seconds),
  eventsPerCpuSecond: Math.round(messages / ((user + system) / 1_000_000)),
  // In KiB on every system Node runs on. Source: Node.js, process.resourceUsage.
  peakRssMb: Math.round(process.resourceUsage().maxRSS / 1_024),
} satisfies Run);
