import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { claimId } from "../../../core/model/ids.ts";
import { aPool, aTarget, instanceNo, POOL } from "../../builders.ts";
import { startPlane, startStockedPlane } from "../plane.ts";

const JOB = claimId("local", "job-1");

describe("greenroom claim", () => {
  it("reports the claim, its kind, why, and every detail of the instance it got", async () => {
    const { run } = await startStockedPlane();
    const { exit, out } = await run("claim", POOL, "--key", "job-1", "--tag", "job=7", "--tag", "by=me");
    expect(exit).toBe(0);
    expect(out).toBe(`${JOB}  leased, a hit
  pool       win-build
  caller     local
  asked for  pool win-build, tags job=7 by=me
  requested  2026-01-05 09:00:00Z
  leased     2026-01-05 09:00:00Z, after 0.0 s
  instance   i-00000000000000001

Because
  - a warm instance was free

i-00000000000000001  handing-over
  pool        win-build
  tier        stopped
  EC2 says    stopped, at 2026-01-05 09:00:00Z
  type        m6i.xlarge, on-demand
  zone        eu-west-1a
  private IP  10.0.1.17
  image       ami-0a1b2c3d4e5f60718
  generation  windows-2022-build@3/ami-0a1b2c3d4e5f60718
  tags        team=build
  claim       ${JOB}
  uses        0
  launched    2026-01-05 08:48:00Z
  ready       2026-01-05 08:59:00Z, after 11m00s
  deadline    2026-01-05 09:05:00Z

See how it goes on: greenroom show ${JOB}
The same claim again: --key job-1
`);
  });

  it("is one JSON document with the claim, the instance, the reasons and the key", async () => {
    const { runJson } = await startStockedPlane();
    expect(await runJson("claim", POOL, "--key", "job-1")).toMatchObject({
      exit: 0,
      document: {
        key: "job-1",
        claim: { id: JOB, state: "leased", kind: "hit", instance: instanceNo(1) },
        instance: { id: instanceNo(1), state: "handing-over" },
        reasons: [{ code: "warm-found" }],
      },
    });
  });

  it("is the same claim with the same key, and another with a new one", async () => {
    const { runJson } = await startStockedPlane();
    const first = await runJson("claim", POOL, "--key", "job-1");
    const again = await runJson("claim", POOL, "--key", "job-1");
    const other = await runJson("claim", POOL);
    expect(again.document).toEqual(first.document);
    expect(other.document).not.toHaveProperty("claim.id", JOB);
  });

  it("brings a script for the instance, and shows nothing of it", async () => {
    const { run, ports } = await startStockedPlane();
    const folder = mkdtempSync(join(tmpdir(), "greenroom-claim-"));
    const file = join(folder, "script.sh");
    writeFileSync(file, "#!/bin/sh\necho battery\n");
    const { exit, out } = await run("claim", POOL, "--key", "job-1", "--user-data", file);
    rmSync(folder, { recursive: true });
    expect(exit).toBe(0);
    expect(out).not.toContain("battery");
    expect(await ports.handouts.find(JOB)).toBe("#!/bin/sh\necho battery\n");
  });

  it("asks for all that is to be changed, and reports it, but for what is secret", async () => {
    const { run, ports } = await startStockedPlane();
    const allows = {
      ...{ securityGroups: ["sg-*"], networkInterfaces: ["eni-*"], elasticIps: ["eipalloc-*"], secrets: ["team/*"] },
      ...{ rootVolumeGiB: 500, instanceProfiles: ["team-*"], names: [{ zone: "Z1", under: "ci.example.com" }] },
    };
    await ports.pools.save(aPool({ version: 2, allows }));
    const { exit, out } = await run(
      ...["claim", POOL, "--key", "job-1", "--az", "eu-west-1a", "--security-group", "sg-0123456789abcdef1"],
      ...["--security-group", "sg-0123456789abcdef2", "--eni", "eni-0123456789abcdef0", "--root-gib", "200"],
      ...["--profile", "team-build", "--eip", "eipalloc-0123456789abcdef0", "--password-to", "team/build"],
      ...["--user", "builder", "--dns", "a.ci.example.com", "--zone", "Z1", "--ttl", "30"],
    );
    expect(exit).toBe(0);
    expect(out).toContain(
      "securityGroups sg-0123456789abcdef1 sg-0123456789abcdef2, dns a.ci.example.com in Z1 for 30 s, password of builder to team/build",
    );
    expect((await ports.claims.find(JOB))?.overrides).toEqual({
      securityGroups: ["sg-0123456789abcdef1", "sg-0123456789abcdef2"],
      networkInterface: "eni-0123456789abcdef0",
      rootVolumeGiB: 200,
      instanceProfile: "team-build",
      elasticIp: "eipalloc-0123456789abcdef0",
      dns: { zone: "Z1", name: "a.ci.example.com", ttlSeconds: 30 },
      access: { kind: "password", user: "builder", secret: "team/build" },
    });
  });

  it("finds a pool by what the instance must be", async () => {
    const { runJson } = await startStockedPlane();
    const { document } = await runJson("claim", "--type", "m6i.xlarge", "--az", "eu-west-1a");
    expect(document).toMatchObject({ claim: { pool: POOL, asked: { type: "m6i.xlarge", az: "eu-west-1a" } } });
  });

  it("answers a claim the pool refuses, with the reason and exit code 4", async () => {
    const { run, ports } = await startStockedPlane();
    await ports.pools.save(aPool({ version: 2, fallback: "refuse", target: aTarget({}) }));
    const { exit, out } = await run("claim", POOL);
    expect(exit).toBe(4);
    expect(out).toContain("refused, a miss");
    expect(out).not.toContain("See how it goes on");
    expect(out).toContain("the pool refuses a claim it cannot serve at once");
  });

  it.each([
    {
      name: "a pool there is not",
      args: ["claim", "nope"],
      exit: 3,
      err: "greenroom: pool: there is no pool nope\n  Ask for one of: win-build.\n",
    },
    {
      name: "a type no pool has",
      args: ["claim", "--type", "x9.huge"],
      exit: 2,
      err: "greenroom: type: no pool offers type x9.huge\n  Ask for one of: m5.xlarge, m6i.xlarge.\n",
    },
    {
      name: "nothing at all",
      args: ["claim"],
      exit: 2,
      err: "greenroom: the plane found the request malformed\n  pool: name a pool, or what the instance must be: image or type (with region and az as you like)\n",
    },
    {
      name: "a tag without a value",
      args: ["claim", POOL, "--tag", "team"],
      exit: 2,
      err: "greenroom: option '--tag <key=value>' argument 'team' is invalid. Give a key and a value, such as team=build.\n  See greenroom --help.\n",
    },
    {
      name: "a tag that is not the claimant's",
      args: ["claim", POOL, "--tag", "aws:team=build"],
      exit: 2,
      err: 'greenroom: the plane found the request malformed\n  tags.aws:team: a tag key that does not begin with aws: or greenroom:; it is "build"\n',
    },
    {
      name: "what the pool does not allow",
      args: ["claim", POOL, "--eip", "eipalloc-0123456789abcdef0"],
      exit: 2,
      err: "greenroom: elasticIp: no pool offers elasticIp eipalloc-0123456789abcdef0\n  Have an engineer name it under allows.elasticIps of a pool.\n",
    },
    {
      name: "an interface of no zone",
      args: ["claim", POOL, "--eni", "eni-0123456789abcdef0"],
      exit: 2,
      err: "greenroom: the plane found the request malformed\n  az: name the zone of the network interface: it can be attached nowhere else\n",
    },
    {
      name: "a name in no zone",
      args: ["claim", POOL, "--dns", "a.example.com"],
      exit: 2,
      err: "greenroom: --dns: a.example.com is in no zone\n  Name its hosted zone with --zone.\n",
    },
    {
      name: "a zone of no name",
      args: ["claim", POOL, "--zone", "Z1"],
      exit: 2,
      err: "greenroom: --zone: Z1 is of no name\n  Give the name with --dns.\n",
    },
    {
      name: "two kinds of access",
      args: ["claim", POOL, "--password-to", "a", "--ssh-key-to", "b"],
      exit: 2,
      err: "greenroom: --ssh-key-to: one kind of access is made, not both\n  Give --password-to or --ssh-key-to.\n",
    },
    {
      name: "a user for nothing",
      args: ["claim", POOL, "--user", "builder"],
      exit: 2,
      err: "greenroom: --user: nothing is made for builder\n  Say where its access goes with --password-to or --ssh-key-to.\n",
    },
    {
      name: "a volume of no size",
      args: ["claim", POOL, "--root-gib", "0"],
      exit: 2,
      err: "greenroom: option '--root-gib <n>' argument '0' is invalid. Give a whole number, at least 1.\n  See greenroom --help.\n",
    },
    {
      name: "a script that is not there",
      args: ["claim", POOL, "--user-data", "/nowhere/script.sh"],
      exit: 2,
      err: 'greenroom: --user-data: "/nowhere/script.sh" is not there\n  Name a file, or - for stdin.\n',
    },
    {
      name: "an empty key",
      args: ["claim", POOL, "--key", ""],
      exit: 2,
      err: 'greenroom: the plane found the request malformed\n  key: must have at least 1 character; it is ""\n',
    },
  ])("refuses $name, with the field and the fix", async ({ args, exit, err }) => {
    const { run } = await startStockedPlane();
    expect(await run(...args)).toEqual({ exit, out: "", err });
  });

  it("says so when there are no pools yet", async () => {
    const { run } = await startPlane();
    const { exit, err } = await run("claim", "--type", "m6i.xlarge");
    expect(exit).toBe(2);
    expect(err).toBe("greenroom: type: no pool offers type m6i.xlarge\n  Apply a pool first.\n");
  });
});
