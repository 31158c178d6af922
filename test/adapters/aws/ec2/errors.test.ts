import { describe, expect, test } from "vitest";
import { MISTAKES } from "../../../../adapters/aws/ec2/change.ts";
import { EC2_ERRORS, type Ec2Meaning, rowOf } from "../../../../adapters/aws/ec2/errors.ts";
import { COMMON_ERRORS } from "../../../../adapters/aws/errors.ts";
import { PAGE_ROWS_MAX } from "../../../../core/model/limits.ts";
import { PortError } from "../../../../core/ports/errors.ts";
import { anIntent, aTemplate, REGION } from "../../../builders.ts";
import { ID, refusal, room } from "./room.ts";

/** What the codes that matter most mean, said here a second time on purpose. */
const MEANINGS: Readonly<Record<string, Ec2Meaning>> = {
  InsufficientInstanceCapacity: "no-capacity",
  InsufficientHostCapacity: "no-capacity",
  InsufficientReservedInstanceCapacity: "no-capacity",
  InsufficientFreeAddressesInSubnet: "no-capacity",
  InstanceLimitExceeded: "no-capacity",
  VcpuLimitExceeded: "no-capacity",
  MaxSpotInstanceCountExceeded: "no-capacity",
  SpotMaxPriceTooLow: "no-capacity",
  UnfulfillableCapacity: "no-capacity",
  Unsupported: "no-capacity",
  IdempotentParameterMismatch: "impossible",
  IdempotentInstanceTerminated: "impossible",
  "InvalidAMIID.Malformed": "impossible",
  "InvalidAMIID.NotFound": "impossible",
  "InvalidAMIID.Unavailable": "impossible",
  "InvalidSubnetID.Malformed": "impossible",
  "InvalidSubnetID.NotFound": "impossible",
  InvalidParameterValue: "impossible",
  InvalidParameterCombination: "impossible",
  UnsupportedOperation: "impossible",
  UnsupportedHibernationConfiguration: "impossible",
  OperationNotPermitted: "impossible",
  InvalidNextToken: "expired",
  InvalidPaginationToken: "expired",
  "InvalidInstanceID.NotFound": "unknown",
  "InvalidInstanceID.Malformed": "unknown",
  RequestLimitExceeded: "retry-after",
  Throttling: "retry-after",
  IncorrectInstanceState: "retry-after",
  IncorrectSpotRequestState: "retry-after",
  UnauthorizedOperation: "retry-after",
  AuthFailure: "retry-after",
  ExpiredToken: "retry-after",
  InternalError: "retryable",
  InternalFailure: "retryable",
  Unavailable: "retryable",
  ServiceUnavailable: "retryable",
  RequestTimeout: "retryable",
  ECONNREFUSED: "retryable",
  ECONNRESET: "retryable",
  ETIMEDOUT: "retryable",
  ENOTFOUND: "retryable",
};

const CALLS: Readonly<Record<string, (to: ReturnType<typeof room>) => Promise<unknown>>> = {
  launch: ({ launcher }) => launcher.launch({ intent: anIntent(), template: aTemplate(), tags: {} }),
  start: ({ power }) => power.start(ID),
  stop: ({ power }) => power.stop(ID, { hibernate: false }),
  hibernate: ({ power }) => power.stop(ID, { hibernate: true }),
  terminate: ({ power }) => power.terminate(ID, { spot: false }),
  "terminate Spot": ({ power }) => power.terminate(ID, { spot: true }),
  retype: ({ modifications }) => modifications.retype(ID, "m5.xlarge"),
  tag: ({ modifications }) => modifications.tag(ID, { job: "1" }),
  untag: ({ modifications }) => modifications.untag(ID, ["job"]),
  regroup: ({ modifications }) => modifications.regroup(ID, ["sg-1"]),
  reprofile: ({ modifications }) => modifications.reprofile(ID, "build", { state: "stopped" }),
  attach: ({ attachments }) => attachments.attach(ID, "eni-1", 1),
  lend: ({ attachments }) => attachments.lend(ID, "eipalloc-1"),
  look: ({ lookup }) => lookup.look(ID),
};
/** A listing asks for no instance by name, and gives a page up where others give an error back. */
const list = ({ listing }: ReturnType<typeof room>) => listing.page({ zone: `${REGION}a`, limit: PAGE_ROWS_MAX });

/** Calls that change what an instance is; the last of them name what is not the plane's to give. */
const OVERRIDES = ["retype", "tag", "untag", "regroup", "reprofile", "attach", "lend"];
const NAMING = OVERRIDES.slice(3);

/** What a call makes of a code, given the code's meaning: the answer, or the fate of the error. */
function outcomeOf(call: string, code: string, meaning: Ec2Meaning): unknown {
  if (OVERRIDES.includes(call) && meaning === "impossible" && MISTAKES.includes(code))
    return { kind: "mistaken", error: code };
  if (NAMING.includes(call) && code === "UnauthorizedOperation") return { kind: "mistaken", error: code };
  if (meaning === "no-capacity" || meaning === "impossible")
    return call === "look" ? { fate: "terminal", code } : { kind: meaning, error: code };
  // Nobody but a listing has a token that could expire.
  if (meaning === "expired") return { fate: "retryable", code };
  if (meaning !== "unknown") return { fate: meaning, code };
  // A launch names no instance that EC2 could fail to know.
  if (call === "launch") return { kind: "impossible", error: "InvalidInstanceID" };
  return call === "look" ? "unknown" : { kind: "unknown" };
}

async function outcome(call: (to: ReturnType<typeof room>) => Promise<unknown>, code: string): Promise<unknown> {
  const to = room();
  to.client.rejects(refusal(code));
  try {
    return await call(to);
  } catch (error) {
    expect(error).toBeInstanceOf(PortError);
    const { fate, code: told } = error as PortError;
    return { fate, code: told };
  }
}

describe("the table of EC2's error codes", () => {
  test.each(Object.entries(MEANINGS))("%s means %s", (code, meaning) => {
    expect(rowOf({ code, message: "" })?.means).toBe(meaning);
  });

  test("states for every row where AWS documents it, and how long to wait where it says so", () => {
    for (const { means, retryAfterMs, source, codes } of EC2_ERRORS.values()) {
      expect(source, codes.join()).toMatch(/^(EC2|AWS|Node\.js)/);
      expect(retryAfterMs !== undefined, codes.join()).toBe(means === "retry-after");
    }
  });

  test("lists every mistake of a claimant's, as what can never work", () =>
    expect(MISTAKES.filter((code) => rowOf({ code, message: "" })?.means !== "impossible")).toEqual([]));

  test("gives no code two meanings", () => {
    const rows = new Set([...COMMON_ERRORS, ...EC2_ERRORS.values()]);
    const codes = [...rows].flatMap((row) => row.codes);
    expect(codes.filter((code, place) => codes.indexOf(code) !== place)).toEqual([]);
  });

  test("distinguishes 'cannot hibernate' from 'cannot hibernate yet' by the text", () => {
    const code = "UnsupportedOperation";
    const yet = rowOf({ code, message: "Instance is not ready to hibernate yet, retry in a few minutes" });
    expect(yet).toMatchObject({ means: "retry-after", retryAfterMs: 30_000 });
    expect(rowOf({ code, message: "Hibernation is not supported" })?.means).toBe("impossible");
  });
});

describe.each(Object.keys(CALLS))("%s", (call) => {
  test("answers every code of the table by its meaning", async () => {
    for (const [code, { means }] of EC2_ERRORS)
      expect(await outcome(CALLS[call]!, code), code).toEqual(outcomeOf(call, code, means));
  });
});

describe("list", () => {
  test("answers every code of the table by its meaning", async () => {
    for (const [code, { means }] of EC2_ERRORS) {
      const unanswered = { kind: "unanswered", error: means === "unknown" ? "InvalidInstanceID" : code };
      const answers: Partial<Record<Ec2Meaning, unknown>> = {
        expired: { kind: "expired" },
        "retry-after": { fate: "retry-after", code },
        terminal: { fate: "terminal", code },
      };
      expect(await outcome(list, code), code).toEqual(answers[means] ?? unanswered);
    }
  });
});

describe("an error code that no table lists", () => {
  test.each(Object.keys(CALLS))("makes %s try again, and is counted", async (call) => {
    const to = room();
    to.client.rejects(refusal("BrandNewTrouble"));
    await expect(CALLS[call]!(to)).rejects.toMatchObject({ fate: "retryable", code: "BrandNewTrouble" });
    expect(to.counted).toEqual(['aws-error-unlisted {"api":"ec2","code":"BrandNewTrouble"}']);
  });

  test("leaves a listing unanswered, and is counted", async () => {
    const to = room();
    to.client.rejects(refusal("BrandNewTrouble"));
    expect(await list(to)).toEqual({ kind: "unanswered", error: "BrandNewTrouble" });
    expect(to.counted).toEqual(['aws-error-unlisted {"api":"ec2","code":"BrandNewTrouble"}']);
  });

  test("is not suspected where the code is known", async () => {
    const to = room();
    to.client.rejects(refusal("RequestLimitExceeded"));
    await expect(to.power.start(ID)).rejects.toMatchObject({ fate: "retry-after", retryAfterMs: 5_000 });
    expect(to.counted).toEqual([]);
  });
});
