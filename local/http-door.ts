import { HTTP_CALL } from "./assumptions.ts";
import type { Fetch } from "./client.ts";
import type { Emit } from "./facts.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./time/scheduler.ts";

export interface DoorParts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly app: { fetch(request: Request): Response | Promise<Response> };
  readonly emit: Emit;
}

/** Lets requests into virtual time: each is a task of its own, takes its time both ways, and the one who waits gets its answer. */
export const httpDoor = ({ scheduler, random, app, emit }: DoorParts): { readonly fetch: Fetch } => ({
  fetch: (request) =>
    new Promise((resolve) => {
      scheduler.after(0, async () => {
        const took = random.timing(HTTP_CALL);
        const before = Math.floor(took / 2);
        await scheduler.sleep(before);
        const response = await app.fetch(request);
        await scheduler.sleep(took - before);
        emit({ kind: "responded", status: response.status, path: new URL(request.url).pathname });
        resolve(response);
      });
    }),
});
