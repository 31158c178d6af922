import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Instance } from "../../core/model/instance.ts";
import { LAUNCH_TOKEN_HEADER } from "../../functions/api/itself.ts";
import { api } from "../../functions/routes.ts";
import { guestCaller } from "../../local/client.ts";
import { listen } from "../../local/http.ts";
import { faultOf } from "../../local/wire/gateway/sigv4.ts";
import { REGION } from "../builders.ts";
import { recordedPlane } from "../recorded-plane.ts";

const AGENT = fileURLToPath(new URL("../../agents/linux/greenroom-agent.sh", import.meta.url));
const ACCESS = fileURLToPath(new URL("../../agents/linux/greenroom-access.sh", import.meta.url));
/** The role of a gateway in front of the API that lets launch tokens pass. */
const DOOR = "arn:aws:sts::000000000000:assumed-role/door/gateway";
const KEYS = { id: "ASIAEXAMPLE", secret: "s3cr3t/with+signs=", session: "token//of+the=session" } as const;

/** What the agent's chrony says of the clock. */
type Clock = { readonly offsetMs: number } | "not synchronised";

/** A machine on which the agent runs in a real shell, with its metadata and a plane over memory on loopback. */
export async function aMachine(first: Instance, { inPool = true, hasProfile = true } = {}) {
  const disk = mkdtempSync(join(tmpdir(), "greenroom-agent-"));
  const at = (...path: string[]) => join(disk, ...path);
  const bench = recordedPlane();
  const asked: string[] = [];
  /** Statuses that the API answers first, whatever is asked. */
  const failures: number[] = [];
  /** Ends of paths that the API does not answer. */
  const failing = new Set<string>();
  /** How the agent proved who it is, so far. */
  const proofs = new Set<string>();
  const plane = api(bench.ports);

  const gateway = await listen(
    {
      async fetch(request) {
        const body = await request.text();
        const { pathname } = new URL(request.url);
        asked.push(`${request.method} ${pathname.replace(first.id, "ID")}${body && ` ${body}`}`);
        const status = failing.has(pathname.split("/").at(-1) ?? "") ? 503 : failures.shift();
        if (status !== undefined) return Response.json({ message: "Service Unavailable" }, { status });
        const headers = Object.fromEntries(request.headers);
        const { [LAUNCH_TOKEN_HEADER]: token, authorization } = headers;
        proofs.add(
          [token !== undefined && "token", authorization && "signature"].filter(Boolean).join(" and ") || "none",
        );
        const { method } = request;
        if (token !== undefined) {
          // As a gateway that is no instance passes it on.
          const event = { requestContext: { authorizer: { iam: { userArn: DOOR } } } };
          const passed = { method, headers: { [LAUNCH_TOKEN_HEADER]: token }, ...(body && { body }) };
          return plane.fetch(new Request(request.url, passed), { event });
        }
        const keysOf = (id: string) => (id === KEYS.id ? KEYS : undefined);
        const scope = { region: REGION, service: "execute-api" };
        const fault = faultOf({ method: request.method, path: pathname, headers, body }, keysOf, scope);
        if (fault) return Response.json({ message: fault }, { status: 403 });
        const event = { requestContext: { authorizer: { iam: { userArn: guestCaller(first.id) } } } };
        return plane.fetch(new Request(request.url, { method, ...(body && { body }) }), { event });
      },
    },
    0,
  );
  const metadata = new Map([
    ["/latest/meta-data/instance-id", first.id],
    ["/latest/meta-data/placement/region", REGION],
    ["/latest/meta-data/iam/security-credentials/", "greenroom-guest"],
    [
      "/latest/meta-data/iam/security-credentials/greenroom-guest",
      JSON.stringify(
        { Code: "Success", AccessKeyId: KEYS.id, SecretAccessKey: KEYS.secret, Token: KEYS.session },
        null,
        2,
      ),
    ],
  ]);
  if (!hasProfile) for (const path of metadata.keys()) if (/region|\/iam\//.test(path)) metadata.delete(path);
  if (inPool) metadata.set("/latest/meta-data/tags/instance/greenroom:pool", first.pool);
  const imds = await listen(
    {
      fetch(request) {
        const { pathname } = new URL(request.url);
        const isToken = request.method === "PUT" && pathname === "/latest/api/token";
        if (isToken)
          return new Response(request.headers.has("x-aws-ec2-metadata-token-ttl-seconds") ? "imds-token" : "");
        if (request.headers.get("x-aws-ec2-metadata-token") !== "imds-token") return new Response("", { status: 401 });
        const value = metadata.get(pathname);
        return value === undefined ? new Response("", { status: 404 }) : new Response(value);
      },
    },
    0,
  );
  if (gateway === "port-taken" || imds === "port-taken") throw new Error("any free port was taken");

  for (const folder of ["bin", "conf/needs.d", "conf/modes.d", "state", "shm"])
    mkdirSync(at(folder), { recursive: true });
  const script = (path: string, text: string) => {
    writeFileSync(at(path), `#!/usr/bin/env bash\n${text}\n`);
    chmodSync(at(path), 0o755);
  };
  /** A chrony whose daemon is right once it has been ordered to step. */
  function setClock(now: Clock, afterStep: Clock = now): void {
    const tracking = (clock: Clock) =>
      clock === "not synchronised"
        ? "System time     : 0.000000000 seconds slow of NTP time\nLeap status     : Not synchronised"
        : `System time     : ${(Math.abs(clock.offsetMs) / 1_000).toFixed(9)} seconds ${clock.offsetMs < 0 ? "slow" : "fast"} of NTP time\nLeap status     : Normal`;
    writeFileSync(at("tracking"), tracking(now));
    writeFileSync(at("tracking.stepped"), tracking(afterStep));
  }
  script(
    "bin/chronyc",
    `echo "$*" >>${at("chronyc.log")}
case "$*" in
  *tracking) cat ${at("tracking")} ;;
  *makestep) cp ${at("tracking.stepped")} ${at("tracking")} ;;
esac`,
  );
  setClock({ offsetMs: 0.25 });
  script("bin/curl", `echo "$*" >>${at("curl.log")}\nPATH=\${PATH#*:} exec curl "$@"`);
  let boots = 0;
  const boot = (): void => {
    boots += 1;
    writeFileSync(at("boot-id"), `boot-${boots}`);
  };
  boot();

  const runs = async (file: string, args: readonly string[], rounds: number) => {
    const child = spawn("bash", [file, ...args], {
      env: {
        PATH: `${at("bin")}:${process.env.PATH}`,
        GREENROOM_URL: gateway.url,
        GREENROOM_IMDS: imds.url,
        GREENROOM_CONF: at("conf"),
        GREENROOM_STATE: at("state"),
        GREENROOM_BOOT_ID: at("boot-id"),
        GREENROOM_PAUSE: "0.002",
        GREENROOM_ROUNDS: String(rounds),
        GREENROOM_AGENT: AGENT,
        GREENROOM_SHM: at("shm"),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let log = "";
    child.stdout.on("data", (chunk) => (log += String(chunk)));
    child.stderr.on("data", (chunk) => (log += String(chunk)));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, log };
  };

  return {
    ...bench,
    asked,
    proofs,
    failures,
    failing,
    script,
    setClock,
    /** The operating system boots again. */
    boot,
    path: at,
    read: (path: string) => (existsSync(at(path)) ? readFileSync(at(path), "utf8") : undefined),
    /** Runs the agent; `run` for so many rounds. */
    agent: (args: readonly string[] = ["run"], rounds = 1) => runs(AGENT, args, rounds),
    /** Runs the script that makes access. The log is all that it printed. */
    access: (...args: readonly string[]) => runs(ACCESS, args, 1),
    async close() {
      await Promise.all([gateway.close(), imds.close()]);
      rmSync(disk, { recursive: true });
    },
  };
}
export type Machine = Awaited<ReturnType<typeof aMachine>>;
