/// <reference path="../../.sst/platform/config.d.ts" />
import type { Settings } from "../settings.ts";

/** Requests a second that the API takes, and at once, over all callers: EC2 grants fewer starts than this. */
const REQUESTS_PER_SECOND = 200;
const REQUESTS_AT_ONCE = 400;

/** The HTTP API: one route, every caller signed by IAM, no CORS. A caller's policy may name the paths it is for.
 *  Source: API Gateway Developer Guide, "Control access to HTTP APIs with IAM authorization". */
export function defineApi({ prefix, logDays }: Settings, fn: $util.Output<aws.lambda.Function>): aws.apigatewayv2.Api {
  const api = new aws.apigatewayv2.Api("HttpApi", { name: prefix, protocolType: "HTTP" });
  const integration = new aws.apigatewayv2.Integration("HttpApiIntegration", {
    apiId: api.id,
    integrationType: "AWS_PROXY",
    integrationUri: fn.arn,
    payloadFormatVersion: "2.0",
  });
  new aws.apigatewayv2.Route("HttpApiRoute", {
    apiId: api.id,
    routeKey: "ANY /{proxy+}",
    authorizationType: "AWS_IAM",
    target: $interpolate`integrations/${integration.id}`,
  });
  const logs = new aws.cloudwatch.LogGroup("HttpApiLog", {
    // The prefix keeps CloudWatch Logs' resource policy from growing with every log group.
    name: `/aws/vendedlogs/apis/${prefix}`,
    retentionInDays: logDays,
  });
  new aws.apigatewayv2.Stage("HttpApiStage", {
    apiId: api.id,
    name: "$default",
    autoDeploy: true,
    accessLogSettings: { destinationArn: logs.arn, format: JSON.stringify(LINE) },
    defaultRouteSettings: { throttlingRateLimit: REQUESTS_PER_SECOND, throttlingBurstLimit: REQUESTS_AT_ONCE },
  });
  new aws.lambda.Permission("HttpApiPermission", {
    action: "lambda:InvokeFunction",
    function: fn.name,
    principal: "apigateway.amazonaws.com",
    sourceArn: $interpolate`${api.executionArn}/*/*/{proxy+}`,
  });
  return api;
}

/** Of each request: who, what, how it ended, how long it took. */
const LINE = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  caller: "$context.identity.userArn",
  method: "$context.httpMethod",
  path: "$context.path",
  status: "$context.status",
  latencyMs: "$context.responseLatency",
  error: "$context.error.message",
};
