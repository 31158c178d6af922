import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { LAMBDA_ENVIRONMENT } from "../../functions/lambda-environment.ts";

/** A folder for bundles, outside the project: a package that was left out of a bundle must not be found on the way up. */
export const bundleFolder = (): string => mkdtempSync(join(tmpdir(), "bundles-"));

/** What a fresh process did with a bundle. */
export interface Started {
  /** From before the import to when it is done, ports wired: what Lambda's init phase does after its own start. */
  readonly importMs: number;
  /** What `handler` is there. */
  readonly handler: string;
  /** What the handler answered the event, or the name of what it threw. */
  readonly answer?: unknown;
}

/** Imports a bundle in a process of its own that takes itself for Lambda, so that the clients are loaded and the ports wired, and hands
 *  it an event, if there is one. Throws with what the process said when it fails. */
export async function coldStart(path: string, event?: unknown): Promise<Started> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", IMPORTS, pathToFileURL(path).href, ...(event ? [JSON.stringify(event)] : [])],
    { env: { ...LAMBDA_ENVIRONMENT, AWS_ACCESS_KEY_ID: "none", AWS_SECRET_ACCESS_KEY: "none" } },
  );
  // The last line: the lines above it are the function's log.
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n") + 1)) as Started;
}

const IMPORTS = `
  globalThis.awslambda = { streamifyResponse() {} };
  const begun = performance.now();
  const { handler } = await import(process.argv[1]);
  const importMs = performance.now() - begun;
  const event = process.argv[2];
  const context = { awsRequestId: "1", functionName: "greenroom", memoryLimitInMB: "256", getRemainingTimeInMillis: () => 10_000 };
  const answer = event && (await handler(JSON.parse(event), context).catch(({ name, message }) => name + ": " + message));
  process.stdout.write(JSON.stringify({ importMs, handler: typeof handler, answer }));
  process.exit();
`;
