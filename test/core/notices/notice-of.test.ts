import { describe, expect, it } from "vitest";
import type { Instance } from "../../../core/model/instance.ts";
import { templateDetailsOf } from "../../../core/notices/details.ts";
import { claimNotice, instanceNotice, poolNotice, templateNotice } from "../../../core/notices/notice-of.ts";
import { contractOf, type Notice } from "../../../events/notices/notice.ts";
import { STATES } from "../../../events/states.ts";
import {
  aClaim,
  aLease,
  anInstance,
  aPool,
  aTarget,
  aTemplate,
  CALLER,
  claimNo,
  EPOCH,
  inState,
  instanceNo,
} from "../../builders.ts";

const at = "2026-01-05T09:00:00.000Z";
const keepsItsContract = (notice: Notice) => expect(contractOf(notice).detail.safeParse(notice).error).toBeUndefined();

/** A record with everything a record may have. */
const full: Instance = inState("handing-over", {
  version: 9,
  suspectSince: EPOCH,
  interruptedAt: EPOCH,
  signals: { clock: { name: "clock", at: EPOCH, ok: true, offsetMs: -3 } },
  lease: aLease({ overrides: { tags: { job: "1" } } }),
});

describe("the notice of an instance", () => {
  it("is named after the instance and its version", () => {
    expect(instanceNotice(full)).toMatchObject({ noticeId: `${instanceNo(1)}:9`, kind: "instance", version: 1 });
  });

  it("publishes the transition, when, because of what, and why in words", () => {
    expect(instanceNotice(anInstance())).toMatchObject({
      transition: "ec2:stopped",
      from: "parking",
      to: "warm",
      at,
      cause: "event:7bf73129-1428-4cd3-a780-95db273d1602",
      reasons: [{ code: "ec2-said", detail: { state: "stopped" }, text: "EC2 says stopped" }],
    });
  });

  it("publishes everything known of the instance, times in ISO 8601", () => {
    expect(instanceNotice(full).resource).toEqual({
      id: instanceNo(1),
      pool: "win-build",
      state: "handing-over",
      since: at,
      version: 9,
      tier: "stopped",
      region: "eu-west-1",
      az: "eu-west-1a",
      type: "m6i.xlarge",
      imageId: "ami-0a1b2c3d4e5f60718",
      generation: "windows-2022-build@3/ami-0a1b2c3d4e5f60718",
      market: "on-demand",
      privateIp: "10.0.1.17",
      tags: { team: "build" },
      securityGroups: ["sg-0123456789abcdef0"],
      ec2: { state: "stopped", at },
      claim: claimNo(1),
      leaseEpoch: 1,
      signals: [{ name: "clock", at, ok: true, offsetMs: -3 }],
      launchedAt: "2026-01-05T08:48:00.000Z",
      readyAt: "2026-01-05T08:59:00.000Z",
      wakeAt: "2026-01-05T09:05:00.000Z",
      suspectSince: at,
      interruptedAt: at,
      uses: 0,
    });
  });

  it("publishes signals as they came, in whatever order the record was read back", () => {
    const signal = (name: string, after: number) => [name, { name, at: EPOCH + after, ok: true }] as const;
    const came = [signal("clock", 1), signal("agent", 2), signal("boot", 2)];
    for (const order of [came, came.toReversed()]) {
      const { resource } = instanceNotice(anInstance({ signals: Object.fromEntries(order) }));
      expect(resource).toHaveProperty("signals", [
        expect.objectContaining({ name: "clock" }),
        expect.objectContaining({ name: "agent" }),
        expect.objectContaining({ name: "boot" }),
      ]);
    }
  });

  it("leaves out what is not so", () => {
    const { privateIp: _, ...addressless } = inState("launching");
    const { resource } = instanceNotice(addressless);
    for (const field of ["claim", "privateIp", "readyAt", "suspectSince", "interruptedAt"])
      expect(resource).not.toHaveProperty(field);
    expect(instanceNotice(inState("warm")).resource).not.toHaveProperty("wakeAt");
  });

  it.each(STATES)("keeps its contract when it is %s", (state) => {
    keepsItsContract(instanceNotice(inState(state)));
    keepsItsContract(instanceNotice({ ...full, state }));
  });
});

describe("the notice of a claim", () => {
  const done = aClaim({
    version: 3,
    state: "released",
    kind: "almost-warm-hit",
    instance: instanceNo(1),
    leaseEpoch: 2,
    leasedAt: EPOCH,
    deliveredAt: EPOCH,
    endedAt: EPOCH,
    failedHandOvers: 1,
  });

  it("publishes everything known of the claim, and keeps its idempotency key to itself", () => {
    const notice = claimNotice(done);
    expect(notice).toMatchObject({ kind: "claim", noticeId: `${claimNo(1)}:3`, transition: "requested", from: "none" });
    expect(notice.resource).toEqual({
      id: claimNo(1),
      pool: "win-build",
      caller: done.request.caller,
      state: "released",
      version: 3,
      asked: { pool: "win-build", tags: { job: "1" } },
      requestedAt: at,
      waitUntil: "2026-01-05T09:10:00.000Z",
      failedHandOvers: 1,
      kind: "almost-warm-hit",
      instance: instanceNo(1),
      leaseEpoch: 2,
      leasedAt: at,
      deliveredAt: at,
      endedAt: at,
    });
    expect(JSON.stringify(notice)).not.toContain(done.request.key);
    keepsItsContract(notice);
  });

  it("leaves out what is not so yet", () => {
    const { resource } = claimNotice(aClaim());
    for (const field of ["kind", "instance", "leaseEpoch", "leasedAt", "deliveredAt", "endedAt"])
      expect(resource).not.toHaveProperty(field);
    keepsItsContract(claimNotice(aClaim()));
  });

  it("names no tags where none were asked for", () => {
    const { tags: _, ...request } = aClaim().request;
    expect(claimNotice(aClaim({ request })).resource).not.toHaveProperty("asked.tags");
  });
});

describe("the notice of a pool", () => {
  it("publishes its making", () => {
    const notice = poolNotice(aPool());
    expect(notice).toMatchObject({ noticeId: "win-build:1", transition: "made", from: "none", to: "kept", at });
    expect(notice).toMatchObject({
      cause: "apply:JKJaXmPLvHcESHA=",
      reasons: [{ code: "applied", detail: { caller: CALLER }, text: `${CALLER} applied it` }],
      version: 1,
      kind: "pool",
    });
    keepsItsContract(notice);
  });

  it("publishes a change, and the desired state as it is", () => {
    const notice = poolNotice(aPool({ version: 4 }));
    expect(notice).toMatchObject({ noticeId: "win-build:4", transition: "changed", from: "kept", to: "kept" });
    expect(notice.resource).toEqual({
      id: "win-build",
      version: 4,
      spec: {
        id: "win-build",
        template: "windows-2022-build",
        templateVersion: 3,
        region: "eu-west-1",
        target: aTarget({ stopped: 4 }),
        max: { instances: 20, usdPerHour: 10 },
        fallback: "launch",
        onRelease: "reuse",
        maxUses: 20,
        maxAgeSeconds: 14 * 86_400,
        scaleInDelaySeconds: 900,
        claimWaitSeconds: 600,
        quarantineMax: 2,
        alerts: { minWarm: 1 },
        orphans: "adopt",
        deadlines: {
          launchingSeconds: 120,
          preparingSeconds: 1_200,
          parkingSeconds: 300,
          handingOverSeconds: 300,
          returningSeconds: 600,
          quarantinedSeconds: 14_400,
          retiringSeconds: 600,
        },
      },
      changedAt: at,
    });
    keepsItsContract(notice);
  });
});

describe("the notice of a template", () => {
  it("publishes the making of each version, because of whose request, and why", () => {
    const notice = templateNotice(aTemplate());
    expect(notice).toMatchObject({
      noticeId: "template/windows-2022-build:3",
      transition: "made",
      from: "none",
      to: "kept",
      at,
      cause: "apply:JKJaXmPLvHcESHA=",
      reasons: [{ code: "applied", detail: { caller: CALLER } }],
      resource: { id: "windows-2022-build", version: 3, spec: { types: ["m6i.xlarge", "m5.xlarge"] }, madeAt: at },
    });
    keepsItsContract(notice);
  });

  it("distinguishes boot scripts, and shows none", () => {
    const { userData, ...bare } = aTemplate();
    const [one, other] = [templateDetailsOf(aTemplate()).spec, templateDetailsOf(aTemplate({ userData: "echo" })).spec];
    expect(templateNotice(aTemplate()).resource).toMatchObject({ spec: one });
    expect(one).not.toHaveProperty("userData");
    expect(one.userDataSha256).not.toBe(other.userDataSha256);
    expect(JSON.stringify(one)).not.toContain(userData);
    expect(templateDetailsOf(bare).spec).not.toHaveProperty("userDataSha256");
    keepsItsContract(templateNotice(bare));
  });
});
