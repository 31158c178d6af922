import type { Action } from "../../model/action.ts";
import type { Instance } from "../../model/instance.ts";
import { ACCESS_RETRY_LEAST_MS, ACCESS_RETRY_MOST_MS } from "../../model/limits.ts";
import { beforeStart, changesForGood } from "../../model/overrides.ts";
import { nonceOf } from "../../model/start.ts";
import { ACCESS_SIGNAL, templateIn } from "../../model/template.ts";
import { PortError } from "../../ports/errors.ts";
import type { Ports } from "../../ports/ports.ts";
import { move } from "./move.ts";

type AccessPorts = Pick<
  Ports,
  "clock" | "counters" | "access" | "actions" | "templates" | "instances" | "claims" | "records"
>;

/** Has an instance that is being handed over make the access its claim asks for. While nobody there takes orders the same is asked
 *  again, each time half as long again after, until the hand-over is over, which its deadline sees to. */
export async function makeAccess(
  ports: AccessPorts,
  instance: Instance,
  action: Extract<Action, { entry: number }>,
): Promise<"asked" | "unknown" | "refused" | "dropped"> {
  const { id, lease, leaseEpoch, state, signals, since, generation, pool } = instance;
  const asked = lease?.overrides.access;
  const nonce = nonceOf(instance);
  if (state !== "handing-over" || !asked || !nonce || signals[ACCESS_SIGNAL]) return "dropped";
  const { name, version } = templateIn(generation);
  const template = await ports.templates.find(name, version);
  if (!template) throw new PortError("terminal", "NoTemplate", `${id} was made from ${generation}, which nobody has`);

  const answer = await ports.access.make(id, { ...asked, os: template.os, nonce });
  const at = ports.clock.now();
  switch (answer.kind) {
    case "asked":
      return "asked";
    case "not-yet": {
      ports.counters.count("access-not-yet", { pool });
      const delayMs = Math.min(ACCESS_RETRY_MOST_MS, Math.max(ACCESS_RETRY_LEAST_MS, Math.round((at - since) / 2)));
      await ports.actions.enqueue([action], { delayMs });
      return "unknown";
    }
    case "mistaken": {
      const { error } = answer;
      const altered = changesForGood(beforeStart(lease.overrides));
      await move(ports, id, () => ({
        name: "unsatisfiable",
        leaseEpoch,
        field: "access",
        error,
        altered,
        at,
        cause: action.cause,
      }));
      return "refused";
    }
  }
}
