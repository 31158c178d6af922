import { FUNCTIONS } from "../../functions/shared/manifest/functions.ts";
import { type Settings, settingsOf } from "../../stacks/settings.ts";

/** Not named to the compiler: what makes resources has SST's types, which are there only once its components are. */
const ALARMS: string = "../../stacks/resources/alarms.ts";
const { alarmsOf }: { alarmsOf: (settings: Settings, made: object, others: object) => readonly { name: string }[] } =
  await import(ALARMS);

/** Every alarm that the stacks make, without what the plane's names begin with. */
export function alarmNames(): readonly string[] {
  const settings = settingsOf("try", { GREENROOM_REGION: "eu-west-1" });
  return alarmsOf(settings, namedAlike(), { apiId: "", schedules: "" }).map(({ name }) => name);
}

/** Everything an alarm may be about, of a plane that nobody has deployed: nothing of it is looked at but whether it is there. */
function namedAlike(): object {
  const resource = { name: "" };
  const failures = { ...resource };
  const each = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, resource]));
  const names = (wanted: (by: string) => boolean) =>
    FUNCTIONS.filter(({ fed }) => wanted(fed.by)).map(({ name }) => name);
  return {
    feeding: each(names(() => true)),
    dead: {
      ...each(names((by) => by !== "http")),
      ...Object.fromEntries(names((by) => by === "redrive").map((name) => [name, failures])),
    },
    failures,
    rules: each(names((by) => ["event", "probes", "replays"].includes(by))),
    notices: resource,
    alerts: resource,
  };
}
