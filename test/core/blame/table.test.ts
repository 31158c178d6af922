import { describe, expect, it, test } from "vitest";
import { EC2_ERRORS } from "../../../adapters/aws/ec2/errors.ts";
import { blameForError } from "../../../core/blame/of-error.ts";
import { worded } from "../../../core/blame/worded.ts";
import { BLAME_ALERTS } from "../../../core/model/blame/alerts.ts";
import type { BlameRow } from "../../../core/model/blame/blame.ts";
import { STATE_REASON_ROWS } from "../../../core/model/blame/state-reasons.ts";
import { SYMPTOM_ROWS } from "../../../core/model/blame/symptoms.ts";
import { ERROR_ROWS } from "../../../core/model/blame/table.ts";
import { CALL_PURPOSES } from "../../../core/model/ec2-calls.ts";
import documented from "./documented.json" with { type: "json" };

const LISTED = new Set(ERROR_ROWS.flatMap(({ codes }) => codes));
const ROWS: readonly Pick<
  BlameRow,
  "claimant" | "fix" | "source" | "fate" | "retryAfterMs" | "alert" | "scope" | "owner"
>[] = [...ERROR_ROWS, ...STATE_REASON_ROWS, ...SYMPTOM_ROWS];

describe("the table of failures", () => {
  it.each(["common", "specific", "server", "throttles"] as const)("names every code of AWS's list: %s", (section) => {
    expect(documented[section].length).toBeGreaterThan(5);
    expect(documented[section].filter((code) => !LISTED.has(code))).toEqual([]);
  });

  it("names every StateReason of AWS's model of EC2", () => {
    const reasons = new Set(STATE_REASON_ROWS.flatMap(({ codes }) => codes));
    expect(documented.stateReasons.length).toBeGreaterThan(10);
    expect(documented.stateReasons.filter((code) => !reasons.has(code))).toEqual([]);
  });

  it("is all there is: AWS's model lists no error for any operation of EC2", () =>
    expect(documented.sources.operationsWithErrors).toBe(0));

  it.each([
    "Gateway.NotAttached",
    "Resource.AlreadyAssociated",
    "AuthFailure.ServiceLinkedRoleCreationNotPermitted",
    "AuthFailure.*",
    "UnsupportedTenancy",
    "UnknownVolumeType",
    "SecurityGroupLimitExceeded",
    "InvalidUserData.Malformed",
    "VolumeModificationSizeLimitExceeded",
    "InvalidTenancy",
    "VolumeIOPSLimit",
    "BootForVolumeTypeUnsupported",
    "AccountDisabled",
  ])("names %s, which people met", (code) => expect(LISTED).toContain(code));

  it("says of every row where it is written, what the claimant hears and what mends it", () => {
    for (const { source, claimant, fix } of ROWS) {
      expect(source.length, claimant).toBeGreaterThan(10);
      expect(claimant).toMatch(/^\S.{10,}[^.\s]$/);
      expect(fix).toMatch(/^\S.{10,}$/);
    }
  });

  it("has no sentence with a hole that nothing fills", () => {
    for (const { claimant, fix } of ROWS)
      for (const said of [claimant, fix]) {
        expect(worded(said, {}, {}), said).not.toMatch(/[{}]| {2}|\bundefined\b/);
        expect(said.match(/\{(?!(?:region|az|type|image|template|key|role|action|scp|text)\})/), said).toBeNull();
      }
  });

  it("says how long to wait where it says to wait, and nowhere else", () => {
    for (const { fate, retryAfterMs, claimant } of ROWS)
      expect(retryAfterMs !== undefined, claimant).toBe(fate === "retry-after");
  });

  it("says in the fix which right, key or quota it is, where the account is at fault", () => {
    const account = ROWS.filter(({ owner, alert }) => owner === "account" && alert !== "changed-by-others");
    expect(account.length).toBeGreaterThan(15);
    for (const { fix } of account) expect(fix).toMatch(/quota|allow|kms:|role|account|Support|protection/);
  });

  it("uses every alert that it has", () => {
    const used = new Set(ROWS.flatMap(({ alert }) => (alert ? [alert] : [])));
    expect(Object.keys(BLAME_ALERTS).filter((kind) => !used.has(kind as keyof typeof BLAME_ALERTS))).toEqual([]);
  });

  it("has no two rows that hold under the same conditions", () => {
    const conditions = ERROR_ROWS.flatMap(({ codes, calls, theirs, text }) =>
      codes.map((code) => `${code} ${calls ?? ""} ${theirs ?? ""} ${text ?? ""}`),
    );
    expect(conditions.filter((each, index) => conditions.indexOf(each) !== index)).toEqual([]);
  });

  it("has for every code a row without conditions", () => {
    const plain = new Set(
      ERROR_ROWS.filter(({ calls, theirs, text }) => !calls && !theirs && !text).flatMap(({ codes }) => codes),
    );
    expect([...LISTED].filter((code) => !plain.has(code))).toEqual([]);
  });
});

describe("the adapter's table of EC2's errors can derive from it", () => {
  /** What the adapter says where the table says so. */
  const MEANS = {
    terminal: ["terminal", "impossible"],
    retryable: ["retryable"],
    "retry-after": ["retry-after"],
  } as const;
  /** The adapter's own keys for what only EC2's text distinguishes. */
  const BY_TEXT: Readonly<Record<string, string>> = {
    "UnsupportedOperation: not ready to hibernate yet":
      "Instance is not ready to hibernate yet, retry in a few minutes",
    "InvalidParameterValue: not a token": "Unable to parse pagination token",
  };

  test.each([...EC2_ERRORS])("%s", (key, { means, retryAfterMs }) => {
    const text = BY_TEXT[key];
    const code = text === undefined ? key : key.slice(0, key.indexOf(":"));
    const blame = blameForError(code, { call: "StartInstances", ...(text !== undefined && { text }) });
    const says: readonly string[] = blame.answer ? [blame.answer] : MEANS[blame.fate];
    expect(blame.listed).toBe(true);
    expect(says).toContain(means);
    if (retryAfterMs !== undefined) expect(blame.retryAfterMs).toBe(retryAfterMs);
  });
});

describe("the calls of the plane", () => {
  it("are those that its adapters make, and the status checks that sweeps are to read", () =>
    expect(Object.keys(CALL_PURPOSES)).toHaveLength(22));
});
