import { describe, expect, it, test } from "vitest";
import { blameForSymptom } from "../../../core/blame/of-symptom.ts";
import type { BreakerScope, Owner } from "../../../core/model/blame/blame.ts";
import { SYMPTOM_ROWS, SYMPTOMS, type Symptom } from "../../../core/model/blame/symptoms.ts";

const EVERY: readonly (readonly [Symptom, Owner, BreakerScope | "none", string | undefined])[] = [
  ["launch-died", "offering", "offering", "offering-impaired"],
  ["launch-never-running", "offering", "offering", "offering-impaired"],
  ["start-fell-back", "offering", "offering", "offering-impaired"],
  ["start-never-running", "offering", "offering", "offering-impaired"],
  ["type-cannot-start", "offering", "offering", "offering-impaired"],
  ["wrong-zone", "template", "offering", "template-unlaunchable"],
  ["evidence-failed", "member", "template", undefined],
  ["evidence-timeout", "member", "template", undefined],
  ["instance-status-failed", "member", "template", undefined],
  ["system-status-failed", "aws", "offering", "offering-impaired"],
  ["stop-stuck", "aws", "none", undefined],
  ["hibernate-stuck", "template", "template", "template-unlaunchable"],
  ["terminate-stuck", "aws", "none", "cannot-be-ended"],
  ["started-unasked", "account", "pool", "changed-by-others"],
  ["stopped-unasked", "account", "pool", "changed-by-others"],
  ["terminated-unasked", "account", "pool", "changed-by-others"],
  ["spot-interrupted", "offering", "none", undefined],
  ["rebalance-recommended", "offering", "none", undefined],
  ["retirement-scheduled", "aws", "none", undefined],
];

describe("a symptom", () => {
  test.each(EVERY)("%s: of the %s, counted by %s, alert %s", (symptom, owner, scope, alert) => {
    const blame = blameForSymptom(symptom);
    expect(blame).toMatchObject({ code: symptom, owner, scope, listed: true });
    expect(blame.alert).toBe(alert);
  });

  it("is in the matrix above, each once", () => expect(EVERY.map(([symptom]) => symptom)).toEqual([...SYMPTOMS]));

  it("has one row", () => {
    const symptoms = SYMPTOM_ROWS.flatMap(({ codes }) => codes);
    expect(symptoms.toSorted()).toEqual(SYMPTOMS.toSorted());
  });

  it("is said in the words of the pool, the zone and the type", () =>
    expect(blameForSymptom("launch-never-running", { az: "eu-west-1a", type: "m6i.xlarge" }).claimant).toBe(
      "EC2 accepted m6i.xlarge in eu-west-1a, and it does not come up",
    ));

  it("that no row names is a defect of the table", () =>
    expect(() => blameForSymptom("hiccups" as Symptom)).toThrow("no row names the symptom hiccups"));
});
