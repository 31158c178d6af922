import { onTestFinished } from "vitest";
import { memoryPlane } from "../../adapters/memory/plane.ts";
import { memoryReplays } from "../../adapters/memory/replays.ts";
import { HOUR_MS, SECOND_MS } from "../../core/model/time.ts";
import { shadowFunction } from "../../functions/manifest.ts";
import { api, routeOf } from "../../functions/routes.ts";
import { put } from "../../local/client.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { listen } from "../../local/http.ts";
import { anInstance, aPool, aTemplate, EPOCH } from "../builders.ts";
import { clockAt } from "../recorded-plane.ts";
import { greenroom, greenroomJson } from "./greenroom.ts";

const unasked = () => {
  throw new Error("a command made the plane ask something of EC2 that this test does not provide for");
};

/** A plane over memory that answers HTTP on a free port, and commands against it. Its clock is set to EPOCH; EC2 takes
 *  every start and stop, and nothing comes of it. */
export async function startPlane() {
  const sentBack: string[] = [];
  const ahead: (() => void)[] = [];
  let archiveAt = EPOCH - HOUR_MS;
  const { replays, put } = memoryReplays({
    clock: { now: () => archiveAt },
    after: (_, then) => ahead.push(then),
    deliver: (text) => void routeOf(shadowFunction.name).receive(ports, text),
    keeps: 100,
  });
  const { ports, deadLetter } = memoryPlane(
    {
      clock: clockAt(EPOCH),
      deadLetters: { queues: ["sweep", "wake"], send: (_, text) => sentBack.push(text) },
    },
    {
      replays,
      failures: { keep: unasked },
      launcher: { launch: unasked },
      lookup: { look: unasked },
      console: { read: unasked },
      listing: { page: unasked },
    },
  );
  const url = await serve(api(ports));
  return {
    url,
    ports,
    deadLetter,
    sentBack,
    /** Puts notices into the archive, an hour ago. */
    archive(...texts: readonly string[]) {
      for (const text of texts) put(text);
      archiveAt = EPOCH;
    },
    /** Lets the replays under way go on by one step. */
    replayOn: () => ahead.shift()?.(),
    run: (...args: string[]) => greenroom([...args, "--url", url]),
    runJson: (...args: string[]) => greenroomJson([...args, "--url", url]),
  };
}

/** The same, holding one pool with one warm instance. */
export async function startStockedPlane() {
  const plane = await startPlane();
  await plane.ports.templates.save(aTemplate());
  await plane.ports.pools.save(aPool());
  await plane.ports.records.commit({ instance: anInstance() });
  return plane;
}

/** Serves on a free port until the test is over; the address. */
export async function serve(app: { fetch(request: Request): Response | Promise<Response> }): Promise<string> {
  const listening = await listen(app, 0);
  if (listening === "port-taken") throw new Error("the system gave a port that is taken");
  onTestFinished(() => listening.close());
  return listening.url;
}

/** Not a plane: keeps what it is asked, and answers everything with 404. */
export async function startListening() {
  const asked: { request: string; body: unknown }[] = [];
  const url = await serve({
    async fetch(request) {
      const text = await request.text();
      const body: unknown = text === "" ? undefined : JSON.parse(text);
      asked.push({ request: `${request.method} ${new URL(request.url).pathname}`, body });
      return Response.json({ error: { code: "not-found", message: "nobody is here" } }, { status: 404 });
    },
  });
  return { url, asked, runJson: (...args: string[]) => greenroomJson([...args, "--url", url]) };
}

/** A local cloud that keeps the demonstration's pools and has had an hour to fill them. A request lets a little virtual time pass. */
export async function filled(cloud: LocalCloud) {
  const pass = (ms: number) => cloud.run(cloud.clock.now() + ms);
  const fetch = async (request: Request): Promise<Response> => {
    let answer: Response | undefined;
    cloud.scheduler.after(0, async () => {
      answer = await cloud.api.fetch(request);
    });
    while (answer === undefined) await pass(SECOND_MS);
    return answer;
  };
  await fetch(put("/pools", DEMO_POOLS));
  await pass(HOUR_MS);
  return { pass, fetch };
}
