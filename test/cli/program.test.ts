import { describe, expect, it } from "vitest";
import { EXIT } from "../../cli/errors.ts";
import { listen } from "../../local/http.ts";
import { POOL } from "../builders.ts";
import { greenroom, greenroomJson } from "./greenroom.ts";
import { serve, startStockedPlane } from "./plane.ts";

/** Something that answers everything alike. */
const answering = (body: string, status = 200) => serve({ fetch: () => new Response(body, { status }) });

describe("the command line", () => {
  it("helps, with every command and exit code", async () => {
    const { exit, out } = await greenroom(["--help"]);
    expect(exit).toBe(0);
    for (const name of [
      "up",
      "apply",
      "pools",
      "claim",
      "release",
      "list",
      "show",
      "explain",
      "sweep",
      "leaks",
      "delivery",
    ])
      expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
    for (const { code, means } of Object.values(EXIT)) expect(out).toContain(`  ${code}  ${means}\n`);
  });

  it.each([
    { args: [], err: /^greenroom: name a command\n {2}One of up, apply, / },
    { args: ["clam"], err: /^greenroom: unknown command 'clam'/ },
    { args: ["leaks"], err: /^greenroom: missing required argument 'region'/ },
    { args: ["pools", "--wide"], err: /^greenroom: unknown option '--wide'/ },
    { args: ["pools", "--url"], err: /^greenroom: option '--url <url>' argument missing/ },
    {
      args: ["pools", "--url", "localhost"],
      err: /^greenroom: --url: "localhost" is no http or https address\n {2}Such as http:/,
    },
  ])("refuses $args with exit code 2", async ({ args, err }) => {
    const ran = await greenroom(args);
    expect(ran).toMatchObject({ exit: 2, out: "" });
    expect(ran.err).toMatch(err);
  });

  it("reports what is wrong with it as a document too", async () => {
    expect(await greenroomJson(["clam"])).toEqual({
      exit: 2,
      document: {
        error: { code: "usage", message: "unknown command 'clam' (Did you mean claim?)", fix: "See greenroom --help." },
      },
    });
  });

  it("finds the plane by GREENROOM_URL", async () => {
    const { url } = await startStockedPlane();
    const { exit, out } = await greenroom(["pools"], { env: { GREENROOM_URL: url } });
    expect(exit).toBe(0);
    expect(out).toContain(POOL);
  });
});

describe("a plane that cannot answer", () => {
  it("is reported with the command that starts one, when nothing listens", async () => {
    const closed = await listen({ fetch: () => new Response() }, 0);
    if (closed === "port-taken") throw new Error("the system gave a port that is taken");
    await closed.close();
    const { exit, err } = await greenroom(["pools", "--url", closed.url]);
    expect(exit).toBe(5);
    expect(err).toBe(
      `greenroom: nothing answers at ${closed.url} (ECONNREFUSED)\n  Start a plane with \`npm start -- --serve\`, or name one with --url or GREENROOM_URL.\n`,
    );
  });

  it.each([
    ["is no plane at all", "<html>", 200],
    ["answers with errors of its own", "Bad Gateway", 502],
    ["is a plane of another make", '{"pools":[{"id":7}]}', 200],
  ])("is reported when what listens %s", async (_name, body, status) => {
    const { exit, err } = await greenroom(["pools", "--url", await answering(body, status)]);
    expect(exit).toBe(5);
    expect(err).toContain("is not a Greenroom plane of this version");
  });

  it.each([401, 403])("is reported when it wants signed requests, and says %i", async (status) => {
    const { exit, err } = await greenroom(["pools", "--url", await answering('{"message":"Forbidden"}', status)]);
    expect(exit).toBe(4);
    expect(err).toContain(`answered ${status}: it wants requests that are signed`);
  });

  it.each([
    { status: 400, exit: 2 },
    { status: 404, exit: 3 },
    { status: 409, exit: 4 },
    { status: 413, exit: 2 },
    { status: 422, exit: 2 },
    { status: 429, exit: 5 },
    { status: 500, exit: 1 },
    { status: 503, exit: 5 },
  ])("ends with $exit when it answers $status", async ({ status, exit }) => {
    const body = JSON.stringify({ error: { code: "some-code", message: "something", fix: "do it again" } });
    expect(await greenroom(["pools", "--url", await answering(body, status)])).toEqual({
      exit,
      out: "",
      err: "greenroom: something\n  Do it again.\n",
    });
  });
});
