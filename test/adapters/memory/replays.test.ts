import { memoryReplays } from "../../../adapters/memory/replays.ts";
import { DAY_MS } from "../../../core/model/time.ts";
import { Scheduler } from "../../../local/time/scheduler.ts";
import { EPOCH } from "../../builders.ts";
import { held } from "../../contracts/held.ts";
import { replaysContract } from "../../contracts/replays.contract.ts";

held("memory", "replays", () =>
  replaysContract("memory", async () => {
    const scheduler = new Scheduler(EPOCH);
    const queues = { shadow: [] as string[], everything: [] as string[] };
    const parts = {
      clock: scheduler,
      after: (ms: number, then: () => void) => scheduler.after(ms, then),
      deliver: (text: string) => void queues.shadow.push(text),
    };
    const archive = memoryReplays({ ...parts, keeps: 100 });
    return {
      replays: archive.replays,
      ofNothing: memoryReplays({ ...parts, keeps: 0 }).replays,
      async put(at, detail) {
        const text = JSON.stringify({ source: "greenroom", time: new Date(at).toISOString(), detail });
        queues.everything.push(text);
        archive.put(text);
      },
      settle: () => scheduler.run(scheduler.now() + DAY_MS),
      shadowed: async () => queues.shadow.splice(0),
      unfiltered: async () => queues.everything.splice(0),
      close: async () => {},
    };
  }),
);
