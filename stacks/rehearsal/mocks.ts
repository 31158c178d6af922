/** A resource as the program asked for it. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
}

interface Asked {
  readonly type: string;
  readonly name: string;
  readonly custom?: boolean;
  readonly id?: string;
  readonly inputs: Record<string, unknown>;
}
interface Called {
  readonly token: string;
  readonly inputs: Record<string, unknown>;
}
interface Statement {
  readonly effect?: string;
  readonly actions: unknown;
  readonly resources: unknown;
  readonly principals?: readonly { readonly type: string; readonly identifiers: unknown }[];
  readonly conditions?: readonly { readonly test: string; readonly variable: string; readonly values: unknown }[];
}

export const REHEARSAL_ACCOUNT = "123456789012";

/** Answers for AWS's provider: every resource is made at once, with an ARN of the form that AWS would give it. */
export function createMocks(region: string) {
  const recorded: Recorded[] = [];
  return {
    recorded,
    mocks: {
      newResource({ type, name, custom = true, id, inputs }: Asked) {
        const physical = String(id || (inputs.name ?? inputs.dashboardName ?? name));
        recorded.push({ type, name, custom, inputs });
        const arn = arnOf(type, physical, region, inputs);
        const url = `https://sqs.${region}.amazonaws.com/${REHEARSAL_ACCOUNT}/${physical}`;
        const state: Record<string, unknown> = { arn, ...inputs, name: physical };
        if (type === "aws:sqs/queue:Queue") state.url = url;
        if (type === "aws:dynamodb/table:Table") state.streamArn = `${arn}/stream/2026-01-01T00:00:00.000`;
        if (type === "aws:lambda/function:Function") state.qualifiedArn = `${arn}:$LATEST`;
        if (type === "aws:apigatewayv2/api:Api") {
          state.executionArn = `arn:aws:execute-api:${region}:${REHEARSAL_ACCOUNT}:api`;
          state.apiEndpoint = `https://api.execute-api.${region}.amazonaws.com`;
        }
        if (type === "random:index/randomBytes:RandomBytes") state.base64 = Buffer.alloc(32).toString("base64");
        return { id: type === "aws:sqs/queue:Queue" ? url : physical, state };
      },
      call({ token, inputs }: Called) {
        switch (token) {
          case "aws:index/getRegion:getRegion":
            return { region, name: region, id: region, description: region };
          case "aws:index/getPartition:getPartition":
            return { partition: "aws", dnsSuffix: "amazonaws.com", id: "aws", reverseDnsPrefix: "com.amazonaws" };
          case "aws:index/getCallerIdentity:getCallerIdentity":
            return {
              accountId: REHEARSAL_ACCOUNT,
              arn: `arn:aws:iam::${REHEARSAL_ACCOUNT}:root`,
              userId: "x",
              id: REHEARSAL_ACCOUNT,
            };
          case "aws:iam/getPolicyDocument:getPolicyDocument":
            return { ...inputs, json: policyJson((inputs.statements ?? []) as readonly Statement[]) };
          default:
            return inputs;
        }
      },
    },
  };
}

function arnOf(type: string, name: string, region: string, inputs: Record<string, unknown>): string {
  const of = (service: string, rest: string) => `arn:aws:${service}:${region}:${REHEARSAL_ACCOUNT}:${rest}`;
  const bus = inputs.eventBusName === undefined ? "" : `${String(inputs.eventBusName)}/`;
  switch (type) {
    case "aws:sqs/queue:Queue":
      return of("sqs", name);
    case "aws:sns/topic:Topic":
      return of("sns", name);
    case "aws:lambda/function:Function":
      return of("lambda", `function:${name}`);
    case "aws:dynamodb/table:Table":
      return of("dynamodb", `table/${name}`);
    case "aws:cloudwatch/eventBus:EventBus":
      return of("events", `event-bus/${name}`);
    case "aws:cloudwatch/eventArchive:EventArchive":
      return of("events", `archive/${name}`);
    case "aws:cloudwatch/eventRule:EventRule":
      return of("events", `rule/${bus}${name}`);
    case "aws:scheduler/scheduleGroup:ScheduleGroup":
      return of("scheduler", `schedule-group/${name}`);
    case "aws:cloudwatch/logGroup:LogGroup":
      return of("logs", `log-group:${name}`);
    case "aws:iam/role:Role":
      return `arn:aws:iam::${REHEARSAL_ACCOUNT}:role/${name}`;
    default:
      return of("rehearsal", `${type}/${name}`);
  }
}

/** As the provider's data source prints a document. */
const policyJson = (statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ effect = "Allow", actions, resources, principals, conditions }) => ({
      Effect: effect,
      Action: actions,
      Resource: resources,
      ...(principals && { Principal: Object.fromEntries(principals.map((each) => [each.type, each.identifiers])) }),
      ...(conditions && { Condition: conditionsJson(conditions) }),
    })),
  });

function conditionsJson(conditions: NonNullable<Statement["conditions"]>): Record<string, Record<string, unknown>> {
  const all: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of conditions) all[test] = { ...all[test], [variable]: values };
  return all;
}
