import { Hono } from "hono";
import * as z from "zod";
import { askTrials } from "../../core/flows/ask-trials.ts";
import { checkPlane } from "../../core/flows/check-plane.ts";
import { iso } from "../../core/model/time.ts";
import type { ApiPorts } from "./api-ports.ts";
import { signerOf } from "./caller.ts";
import { body, parsed } from "./failure.ts";
import { queried } from "./query.ts";

/** Checkups: all that the plane knows of its own health, and the caller's identity. Permissions are tried only on request. */
export const doctorRoutes = (ports: ApiPorts): Hono =>
  new Hono()
    .get("/checks", async (context) => {
      queried(context, z.object({}));
      const { at, checks } = await checkPlane(ports);
      return context.json({ at: iso(at), caller: signerOf(context), checks });
    })
    .post("/checks/permissions", async (context) => {
      parsed(z.strictObject({}), await body(context));
      const { at, pools } = await askTrials(ports);
      return context.json({ at: iso(at), pools }, 202);
    });
