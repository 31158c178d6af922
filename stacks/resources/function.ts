/// <reference path="../../.sst/platform/config.d.ts" />

import { SECOND_MS } from "../../core/model/time.ts";
import { type FunctionRow, timeoutMsOf } from "../../functions/shared/manifest/row.ts";
import { BUNDLE } from "../bundle.ts";
import { grantsOf } from "../fed-grants.ts";
import { pascal } from "../names.ts";
import type { Settings } from "../settings.ts";
import { type Made, statementsOf } from "./grant-targets.ts";

/** One function with its log group and its role. No `link`, for that grants all of a service's actions; no managed policy but the one
 *  that a VPC takes, for that of Lambda's logs opens every log group of the account. */
export function defineFunction(
  settings: Settings,
  made: Made,
  environment: Record<string, $util.Input<string>>,
  one: FunctionRow,
): $util.Output<aws.lambda.Function> {
  const { prefix, logDays, vpc, permissionsBoundary, reservedConcurrency } = settings;
  const { name } = one;
  const { memoryMb, recursion } = one.runs;
  const physical = `${prefix}-${name}`;
  const logs = new aws.cloudwatch.LogGroup(`${pascal(name)}Log`, {
    name: `/aws/lambda/${physical}`,
    retentionInDays: logDays,
  });
  new aws.cloudwatch.LogMetricFilter(`${pascal(name)}ErrorFilter`, {
    name: `${physical}-errors`,
    logGroupName: logs.name,
    pattern: '{ $.level = "ERROR" }',
    metricTransformation: {
      name: `${name}-errors`,
      namespace: `greenroom/${prefix}`,
      value: "1",
      defaultValue: "0",
      unit: "Count",
    },
  });
  const reserved = reservedConcurrency[name];
  const { partition } = aws.getPartitionOutput();
  const component = new sst.aws.Function(pascal(name), {
    name: physical,
    handler: `functions/${name}.handler`,
    runtime: "nodejs24.x",
    architecture: "arm64",
    memory: `${memoryMb} MB`,
    timeout: `${timeoutMsOf(one) / SECOND_MS} seconds`,
    logging: { format: "json", logGroup: logs.name },
    ...(reserved !== undefined && { concurrency: { reserved } }),
    ...(vpc && { vpc: { privateSubnets: [...vpc.subnets], securityGroups: [...vpc.securityGroups] } }),
    nodejs: BUNDLE,
    environment,
    permissions: statementsOf(settings, made, logs, grantsOf(one)),
    transform: {
      role: (role) => {
        // SST asks whether an Output is falsy, which none is: every role would trust the whole account too.
        role.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" });
        role.managedPolicyArns = vpc ? [$interpolate`arn:${partition}:iam::aws:policy/${VPC_ACCESS}`] : [];
        if (permissionsBoundary) role.permissionsBoundary = permissionsBoundary;
      },
    },
  });
  if (recursion === "allowed")
    new aws.lambda.FunctionRecursionConfig(`${pascal(name)}Recursion`, {
      functionName: component.nodes.function.name,
      recursiveLoop: "Allow",
    });
  return component.nodes.function;
}

const VPC_ACCESS = "service-role/AWSLambdaVPCAccessExecutionRole";
