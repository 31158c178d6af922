import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");
const BINS = join(ROOT, "node_modules/.bin");
/** A home of its own, so that SST's in the user's stays as it is. */
const HOME = join(ROOT, "node_modules/.cache/rehearsal");

/** Runs one command of SST's CLI to its end, with SSM and S3 on the loopback and a substitute for Pulumi's engine. Throws when it fails. */
export async function sst(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<void> {
  standInForPulumi();
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const { AWS_PROFILE: _, ...inherited } = process.env;
  const bun = join(BINS, "bun");
  const child = spawn(join(BINS, "sst"), args, {
    stdio: "inherit",
    cwd: ROOT,
    env: {
      GREENROOM_REGION: "eu-west-1",
      ...inherited,
      ...more,
      PATH: `${BINS}${delimiter}${process.env.PATH}`,
      XDG_CONFIG_HOME: HOME,
      SST_TELEMETRY_DISABLED: "1",
      // Installs the platform in seconds where npm takes a minute.
      ...(existsSync(bun) ? { SST_BUN_PATH: bun } : { SST_NO_BUN: "1" }),
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ACCESS_KEY_ID: "rehearsal",
      AWS_SECRET_ACCESS_KEY: "rehearsal",
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    },
  });
  const code = await new Promise<number | null>((done) => child.on("exit", done));
  server.close();
  if (code !== 0) throw new Error(`sst ${args.join(" ")} failed: see above, and .sst/log/sst.log`);
}

function standInForPulumi(): void {
  const path = join(HOME, "sst/bin/pulumi");
  mkdirSync(join(HOME, "sst/bin"), { recursive: true });
  writeFileSync(path, `#!/bin/sh\nexec "${join(BINS, "node")}" "${join(import.meta.dirname, "pulumi.ts")}" "$@"\n`);
  chmodSync(path, 0o755);
}

/** What SST asks of SSM before it begins: where it keeps its state, and the passphrase of the stage. S3 has nothing yet. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  if (request.headers["x-amz-target"] === "AmazonSSM.GetParameter") {
    const { Name } = JSON.parse(text) as { Name: string };
    const Value = Name === "/sst/bootstrap" ? JSON.stringify(BOOTSTRAP) : Buffer.alloc(32).toString("base64");
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(JSON.stringify({ Parameter: { Name, Type: "String", Value } }));
    return;
  }
  response.statusCode = 404;
  response.setHeader("content-type", "application/xml");
  response.end('<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>');
}
const BOOTSTRAP = {
  version: 99,
  asset: "sst-asset",
  state: "sst-state",
  assetEcrRegistryId: "123456789012",
  assetEcrUrl: "ecr",
};
