import { describe, expect, it } from "vitest";
import { differencesOf, missing } from "../../../cli/live/wire.ts";
import { aReport } from "./a-view.ts";

describe("a play over the wire", () => {
  it("that came out the same has no differences", () => expect(differencesOf(aReport(), aReport())).toEqual([]));

  it("names every figure that came out otherwise, with both", () => {
    const memory = aReport();
    const wire = {
      ...memory,
      ec2Calls: { ...memory.ec2Calls, RunInstances: memory.ec2Calls.RunInstances + 2 },
      violations: ["it lost one"],
    };
    expect(differencesOf(wire, memory)).toEqual([
      { field: "ec2Calls.RunInstances", wire: wire.ec2Calls.RunInstances, memory: memory.ec2Calls.RunInstances },
      { field: "violations.0", wire: "it lost one", memory: undefined },
    ]);
  });

  it("says what to install where Java or a package is missing", () => {
    const none = new Error("DynamoDB Local needs Java 17 or later; none was found");
    expect(missing(none)).toMatchObject({
      kind: "failed",
      failure: { exit: "badInput", field: "--wire", message: none.message, fix: expect.stringContaining("openjdk-17") },
    });
    const gone = Object.assign(new Error("Cannot find package 'fauxqs'\nimported from"), {
      code: "ERR_MODULE_NOT_FOUND",
    });
    expect(missing(gone)).toMatchObject({
      failure: { message: expect.stringContaining("'fauxqs'"), fix: expect.stringContaining("npm ci") },
    });
  });

  it("hides no other fault", () => expect(() => missing(new Error("a fault"))).toThrow("a fault"));
});
