import type { TestProject } from "vitest/node";
import { JARS, PYTHON, whyNo } from "./installed.ts";
import { type Server, startPython } from "./python-server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where moto answers; undefined: it is not installed here, and what needs it is skipped. The same of the others. */
    motoEndpoint: string | undefined;
    ministackEndpoint: string | undefined;
    isEventRulerHere: boolean;
  }
}

/** Its account is the one that ARNs in tests name. */
const moto = () =>
  startPython(["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"], {
    MOTO_ACCOUNT_ID: "111122223333",
    PYTHONUNBUFFERED: "1",
  });
/** Its other ports stay closed, and it finds no Docker to talk to. */
const ministack = () =>
  startPython(["-m", "ministack"], {
    BIND_HOST: "127.0.0.1",
    GATEWAY_PORT: "0",
    IOT_MTLS_ENABLED: "0",
    PYTHONUNBUFFERED: "1",
  });

/** One moto and one ministack for a run. What is not installed is skipped, and a line says so; on CI it must be there. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const python = whyNo(PYTHON);
  const jars = whyNo(JARS);
  const missing = [
    ...(python ? [`moto: ${python}.`, `ministack: ${python}.`] : []),
    ...(jars ? [`event-ruler: ${jars}.`] : []),
  ];
  if (missing.length > 0 && process.env.CI) throw new Error(missing.join("\n"));
  for (const sentence of missing) console.warn(`Skipped: every test against ${sentence}`);

  const servers: readonly Server[] = python ? [] : await Promise.all([moto(), ministack()]);
  project.provide("motoEndpoint", servers[0]?.endpoint);
  project.provide("ministackEndpoint", servers[1]?.endpoint);
  project.provide("isEventRulerHere", jars === undefined);
  return async () => void (await Promise.all(servers.map(({ stop }) => stop())));
}
