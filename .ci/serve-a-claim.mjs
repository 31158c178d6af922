// Follows the README in a fresh copy: install, serve a plane, claim from it, release. The argument is the copy's path.
import { equal, match, notEqual } from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";

const PATIENCE_MS = 120_000;
const cwd = process.argv[2];
const run = (...args) => execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const greenroom = (...args) => JSON.parse(run("run", "--silent", "greenroom", "--", ...args, "--json"));

run("ci");
// A group of its own, so that the end of it reaches whatever npm starts.
const plane = spawn("npm", ["start", "--silent", "--", "--serve", "--port", "0", "--json"], {
  cwd,
  detached: true,
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = once(plane, "exit");
const late = setTimeout(() => process.kill(-plane.pid, "SIGKILL"), PATIENCE_MS);
try {
  const { url, pools } = await firstDocument(plane.stdout);
  const { claim, instance } = greenroom("claim", pools[0], "--url", url);
  match(claim.state, /^(?:leased|delivered)$/, "a full pool has one to give");
  equal(claim.kind, "hit");
  match(instance.id, /^i-[0-9a-f]{17}$/);
  const released = greenroom("release", claim.id, "--url", url);
  equal(released.claim.state, "released");
  console.log(`${url} gave ${instance.id} to ${claim.id}, and took it back`);
} finally {
  process.kill(-plane.pid, "SIGINT");
  const [, signal] = await ended;
  clearTimeout(late);
  notEqual(signal, "SIGKILL", "the plane ends when it is asked to");
}

/** The first JSON document that a stream is made of. */
async function firstDocument(stream) {
  let text = "";
  for await (const piece of stream.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    text += piece;
    try {
      return JSON.parse(text);
    } catch {
      // Not whole yet.
    }
  }
  throw new Error(`the plane ended after saying: ${text}`);
}
