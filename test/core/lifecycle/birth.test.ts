import { describe, expect, it } from "vitest";
import { type BirthOrigin, birth, type Newborn } from "../../../core/lifecycle/birth.ts";
import { MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { anIntent, aPool, aTemplate, EPOCH, IMAGE, instanceNo, POOL, REGION } from "../../builders.ts";

const newborn: Newborn = {
  id: instanceNo(7),
  az: `${REGION}b`,
  type: "m5.xlarge",
  imageId: IMAGE,
  privateIp: "10.0.2.9",
  tags: { team: "build" },
  securityGroups: ["sg-0123456789abcdef0"],
  observed: { at: EPOCH + 3 * SECOND_MS },
};
const at = EPOCH + 4 * SECOND_MS;
const { token } = anIntent();
const origin: BirthOrigin = {
  name: "launched",
  at,
  cause: `plan:${POOL}:1`,
  reasons: [{ code: "launched" }],
  tier: "hibernated",
  token,
  launchedAt: EPOCH,
};

describe("the first record of an instance", () => {
  const instance = birth(newborn, origin, aPool(), aTemplate());

  it("is launching, at its first entry and version, free, unused and without evidence", () => {
    expect(instance).toMatchObject({ state: "launching", since: at, entry: 1, version: 1, uses: 0, askedAgain: 0 });
    expect(instance).toMatchObject({ signals: {}, leaseEpoch: 0 });
    expect(instance).not.toHaveProperty("lease");
    expect(instance).not.toHaveProperty("readyAt");
  });

  it("says what EC2 made, which may differ from what was asked", () => {
    const { id, az, type, imageId, privateIp, tags } = newborn;
    expect(instance).toMatchObject({ id, az, type, imageId, privateIp, tags, pool: POOL, region: REGION });
  });

  it("says what it was made for: tier, market, generation and token", () => {
    const generation = `windows-2022-build@3/${IMAGE}`;
    expect(instance).toMatchObject({ tier: "hibernated", market: "on-demand", generation, token });
  });

  it("counts its age from the asking, not from the answer", () => {
    expect(instance.launchedAt).toBe(EPOCH);
  });

  it("begins as pending whatever EC2 already says, so that the next observation moves it", () => {
    expect(instance.observed).toEqual({ state: "pending", at: EPOCH + 3 * SECOND_MS });
  });

  it("has the deadline of its state, and its pool's terms for good", () => {
    expect(instance.wakeAt).toBe(at + 2 * MINUTE_MS);
    expect(instance.terms).toEqual({
      evidence: aTemplate().evidence,
      deadlines: aPool().deadlines,
      usdPerHour: { running: 0.376, stopped: 0.011 },
    });
  });

  it("reports the launch", () => {
    const reasons = [{ code: "launched" }];
    const cause = `plan:${POOL}:1`;
    expect(instance.last).toEqual({ name: "launched", from: "none", to: "launching", at, cause, reasons });
  });

  it("leaves out what is not known", () => {
    const { usdPerHour: _, ...unpriced } = aTemplate();
    const { privateIp: _ip, ...addressless } = newborn;
    const bare = birth(addressless, origin, aPool(), unpriced);
    expect(bare).not.toHaveProperty("privateIp");
    expect(bare.terms).not.toHaveProperty("usdPerHour");
  });
});
