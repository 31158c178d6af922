import { DEPLOYED } from "../../stacks/all.ts";
import { alarmsOf } from "../../stacks/resources/alarms.ts";
import type { Made } from "../../stacks/resources/places.ts";
import { settingsOf } from "../../stacks/settings.ts";

/** Every alarm that the stacks make, without what the plane's names begin with. */
export function alarmNames(): readonly string[] {
  const settings = settingsOf("try", { GREENROOM_REGION: "eu-west-1" });
  return alarmsOf(settings, namedAlike(), { apiId: "", schedules: "" }).map(({ name }) => name);
}

/** Everything an alarm may be about, of a plane that nobody has deployed: nothing of it is looked at but whether it is there. */
function namedAlike(): Made {
  const thing = { name: "" };
  const failures = { ...thing };
  const each = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, thing]));
  const names = (wanted: (by: string) => boolean) =>
    DEPLOYED.filter(({ fed }) => wanted(fed.by)).map(({ name }) => name);
  const made = {
    feeding: each(names(() => true)),
    dead: {
      ...each(names((by) => by !== "http")),
      ...Object.fromEntries(names((by) => by === "redrive").map((name) => [name, failures])),
    },
    failures,
    rules: each(names((by) => ["event", "probes", "replays"].includes(by))),
    notices: thing,
    alerts: thing,
  };
  return made as unknown as Made;
}
