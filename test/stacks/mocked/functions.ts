import { describe, expect, it } from "vitest";
import { LAMBDA } from "../../../core/model/aws-behaviour.ts";
import { FUNCTIONS } from "../../../functions/shared/manifest/functions.ts";
import { timeoutMsOf } from "../../../functions/shared/manifest/row.ts";
import { wiredToApi } from "../../../functions/shared/wire/api.ts";
import { longest, type Plane } from "./plane.ts";

/** How functions run, and how they are watched. */
export function holdFunctions(plane: Plane): void {
  describe.each(FUNCTIONS.map((one) => [one.name, one] as const))("the function %s", (name, one) => {
    it("runs on ARM and Node 24, as long as it is said to, and logs into a group of its own that ends", () => {
      expect(plane.fn(name).inputs).toMatchObject({
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        timeout: timeoutMsOf(one) / 1_000,
        memorySize: one.runs.memoryMb,
        loggingConfig: { logFormat: "JSON", logGroup: `/aws/lambda/greenroom-try-${name}` },
      });
      expect(plane.fn(name).inputs.vpcConfig).toBeUndefined();
      expect(plane.fn(name).inputs.reservedConcurrentExecutions).toBe(name === "api" ? 20 : undefined);
      expect(
        plane.named("aws:cloudwatch/logGroup:LogGroup", `/aws/lambda/greenroom-try-${name}`).inputs.retentionInDays,
      ).toBe(30);
    });

    it("lets a chain of messages come back to it, or has Lambda end the chain", () => {
      const allowed = plane
        .made()
        .ofType("aws:lambda/functionRecursionConfig:FunctionRecursionConfig")
        .filter(({ inputs }) => inputs.functionName === `greenroom-try-${name}`);
      expect(allowed.map(({ inputs }) => inputs.recursiveLoop)).toEqual(
        one.runs.recursion === "allowed" ? ["Allow"] : [],
      );
    });

    it("has room for its variables, in the longest of stages and regions", () => {
      const { variables } = plane.fn(name).inputs.environment as { variables: Record<string, string> };
      expect(longest(Object.entries(variables).flat().join("")).length).toBeLessThanOrEqual(LAMBDA.environmentBytesMax);
    });

    it("finds every variable that its wiring asks for", () => {
      const { variables } = plane.fn(name).inputs.environment as { variables: Record<string, string> };
      const ours = Object.entries(variables).filter(([variable]) => variable.startsWith("GREENROOM_"));
      const before = process.env;
      process.env = { AWS_REGION: "eu-west-1", ...Object.fromEntries(ours) };
      try {
        expect(() => wiredToApi()).not.toThrow();
      } finally {
        process.env = before;
      }
    });

    it("is watched for errors and throttles, and its log for lines of level ERROR", () => {
      expect(plane.alarmsOn("FunctionName", `greenroom-try-${name}`)).toEqual(
        expect.arrayContaining(["Errors", "Throttles"]),
      );
      expect(
        plane.named("aws:cloudwatch/logMetricFilter:LogMetricFilter", `greenroom-try-${name}-errors`).inputs
          .logGroupName,
      ).toBe(`/aws/lambda/greenroom-try-${name}`);
    });
  });
}
