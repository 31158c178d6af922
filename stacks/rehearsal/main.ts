/** Rehearses a deployment: the real SST CLI, with substitutes for what needs an account. No credentials, and no network but the npm registry.
 *
 *      npm run rehearse                      what a deployment would make, and every bundle imported once
 *      npm run rehearse -- install           SST's components and their types alone, to .sst/platform
 *
 *  Every resource is written to .sst/rehearsal/<stage>.json, the bundles to .sst/artifacts. Settings are those of a deployment;
 *  GREENROOM_REGION may be left out. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FUNCTIONS } from "../../functions/shared/manifest/functions.ts";
import { APP } from "../settings.ts";
import { importBundles } from "./bundles.ts";
import type { Recorded } from "./mocks.ts";
import { ROOT, sst } from "./sst.ts";

const STAGE = "try";
const OUT = join(ROOT, `.sst/rehearsal/${STAGE}.json`);

const asked = process.argv[2];
if (asked !== undefined && asked !== "install") throw new Error(`rehearse takes install, or nothing: not ${asked}`);

if (asked === "install" || !existsSync(join(ROOT, ".sst/platform/src"))) await sst(["install", "--stage", STAGE]);
if (asked === undefined) {
  await sst(["diff", "--stage", STAGE], { REHEARSAL_OUT: OUT });
  const made = JSON.parse(readFileSync(OUT, "utf8")) as readonly Recorded[];
  const functions = made.filter(({ type }) => type === "aws:lambda/function:Function");
  if (functions.length !== FUNCTIONS.length)
    throw new Error(`${functions.length} functions came out of ${FUNCTIONS.length}: see .sst/log/sst.log`);
  for (const { name, bytes } of await importBundles(FUNCTIONS.map(({ name }) => name)))
    console.log(`${name.padEnd(24)} ${String(Math.round(bytes / 1024)).padStart(5)} KB`);
  console.log(
    `${APP}: ${made.filter(({ custom }) => custom).length} resources, ${functions.length} functions, in ${OUT}`,
  );
}
