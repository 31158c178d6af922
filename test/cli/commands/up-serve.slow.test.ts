import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { demoPoolsIn } from "../../../local/demo-pools.ts";
import { listen } from "../../../local/http.ts";
import { greenroom, greenroomJson } from "../greenroom.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "greenroom-serve-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

describe("greenroom up --serve", () => {
  /** Serves on a free port; its address, and a way to stop it that gives the exit code. */
  async function served(...more: string[]) {
    const stopping = new AbortController();
    const [url, said] = [Promise.withResolvers<string>(), [] as string[]];
    const running = greenroom(["up", "--serve", "--port", "0", ...more], {
      stopped: () => stopping.signal,
      out: (text) => {
        said.push(text);
        const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
        if (found) url.resolve(found);
      },
    });
    return {
      url: await url.promise,
      said,
      stop: () => {
        stopping.abort();
        return running;
      },
    };
  }

  it("answers commands with warm pools, until it is stopped", async () => {
    const { url, said, stop } = await served();
    expect(said.join("")).toContain(`npm run greenroom -- claim windows-build --url ${url}\n`);
    const claimed = await greenroomJson(["claim", "linux-ci", "--url", url]);
    expect(claimed).toMatchObject({ exit: 0, document: { claim: { kind: "hit" } } });
    expect(await stop()).toMatchObject({ exit: 0 });
    expect(await greenroom(["pools", "--url", url])).toMatchObject({ exit: 5 });
  });

  it("is a plane in one region, which refuses the pools of others", async () => {
    const { url, stop } = await served("--region", "us-east-1");
    const apply = (region: string) => {
      const path = join(FOLDER, "served.json");
      writeFileSync(path, JSON.stringify(demoPoolsIn(region)));
      return greenroom(["apply", path, "--yes", "--url", url]);
    };
    expect(await apply("us-east-1")).toMatchObject({ exit: 0 });
    const { exit, err } = await apply("eu-central-1");
    expect({ exit, err }).toEqual({
      exit: 2,
      err: "greenroom: pools.windows-build.region: pool windows-build is in eu-central-1, and this plane calls EC2 in us-east-1 alone: none of its instances would ever be launched\n  Apply the pool to a plane in eu-central-1, or say region: us-east-1, with an image and subnets there.\n",
    });
    await stop();
  });

  it("refuses a request that is too large with 413", async () => {
    const { url, stop } = await served();
    const response = await fetch(`${url}/claims`, { method: "POST", body: "x".repeat(100_000) });
    expect(response.status).toBe(413);
    await stop();
  });

  it("prints one document with its address", async () => {
    const { url, said, stop } = await served("--json");
    await stop();
    expect(JSON.parse(said.join(""))).toEqual({ url, pools: ["windows-build", "linux-ci"] });
  });

  it("says so when the port is taken", async () => {
    const other = await listen({ fetch: () => new Response() }, 0);
    if (other === "port-taken") throw new Error("the system gave a port that is taken");
    const { port } = new URL(other.url);
    expect(await greenroom(["up", "--serve", "--port", port])).toEqual({
      exit: 2,
      out: "",
      err: `greenroom: --port: ${port} is taken: a plane may be up already\n  End what listens there, or give another port; 0 is any free one.\n`,
    });
    await other.close();
  });
});
