import { Hono } from "hono";
import type { Autopsy, KeptConsole } from "../../core/model/autopsy.ts";
import { INSTANCE_ID } from "../../core/model/ids.ts";
import { iso } from "../../core/model/time.ts";
import { transitionDetails } from "../../core/notices/details.ts";
import type { ApiPorts } from "./api-ports.ts";
import { BadRequest, notFound } from "./failure.ts";

/** What is kept of an instance that was put into quarantine. It may hold what a boot script printed: a policy that lets people look
 *  at instances need not let them read this path. */
export const autopsyRoutes = (ports: ApiPorts): Hono =>
  new Hono().get("/instances/:id/autopsy", async (context) => {
    const id = context.req.param("id");
    const found = INSTANCE_ID.test(id) ? await ports.autopsies.find(id) : undefined;
    if (!found) throw await missing(ports, id);
    context.header("cache-control", "no-store");
    return context.json({ autopsy: autopsyDetails(found) });
  });

async function missing(ports: ApiPorts, id: string): Promise<BadRequest> {
  const instance = INSTANCE_ID.test(id) ? await ports.instances.find(id) : undefined;
  if (!instance) return notFound("instance", id);
  const isYoung = instance.state === "quarantined";
  return new BadRequest(404, {
    code: "no-autopsy",
    message: isYoung ? `the autopsy of ${id} is not taken yet` : `${id} is ${instance.state}, and none was taken of it`,
    field: "instance",
    fix: isYoung ? "ask again in a minute" : "ask for its history; only what was put into quarantine has an autopsy",
  });
}

const autopsyDetails = ({ history, signals, verdict, console, ...kept }: Autopsy) => ({
  ...kept,
  takenAt: iso(kept.takenAt),
  quarantinedAt: iso(kept.quarantinedAt),
  launchedAt: iso(kept.launchedAt),
  observed: { state: kept.observed.state, at: iso(kept.observed.at) },
  ...(verdict && { verdict: transitionDetails(verdict) }),
  signals: signals.map(({ nonce: _, ...signal }) => ({ ...signal, at: iso(signal.at) })),
  history: history.map(transitionDetails),
  console: consoleDetails(console),
});

const consoleDetails = (console: KeptConsole) =>
  console.kind === "output" && console.postedAt !== undefined
    ? { ...console, postedAt: iso(console.postedAt) }
    : console;
