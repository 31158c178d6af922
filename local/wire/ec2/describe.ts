import type { DescribeInstancesRequest, DescribeInstancesResult, Filter } from "@aws-sdk/client-ec2";
import type { Ec2Instance } from "../../../core/ports/ec2.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Account } from "./account.ts";
import { Ec2Failure, noSuchInstances } from "./failure.ts";
import { reservations } from "./rows.ts";

const ZONE = "availability-zone";
const ROWS_MAX = 1_000;
const ROWS_MIN = 5;

/** Instances by id, or page by page. Source: EC2 API Reference, DescribeInstances. */
export async function describeInstances(
  account: Account,
  asked: DescribeInstancesRequest,
): Promise<DescribeInstancesResult> {
  const { InstanceIds: ids = [], Filters: filters = [], MaxResults, NextToken } = asked;
  for (const { Name = "" } of filters) if (!matcherOf(Name)) throw unknownFilter(Name);
  if (ids.length > 0 && (MaxResults !== undefined || NextToken !== undefined))
    throw new Ec2Failure(
      "InvalidParameterCombination",
      "The parameter instancesSet cannot be used with the parameter maxResults",
    );
  if (MaxResults !== undefined && (MaxResults < ROWS_MIN || MaxResults > ROWS_MAX))
    throw new Ec2Failure(
      "InvalidParameterValue",
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value between ${ROWS_MIN} and ${ROWS_MAX}.`,
    );
  const answer = ids.length > 0 ? { rows: await looked(account, ids) } : await page(account, asked);
  const rows = answer.rows.filter((row) => filters.every((filter) => isWanted(row, filter)));
  const Reservations = reservations(rows, account.world.machines);
  return { Reservations, ...("token" in answer && answer.token !== undefined && { NextToken: answer.token }) };
}

async function looked({ world }: Account, ids: readonly string[]): Promise<readonly Ec2Instance[]> {
  const found: Ec2Instance[] = [];
  const missing: string[] = [];
  for (const id of new Set(ids)) {
    const row = await world.ports.lookup.look(id);
    if (row === "unknown") missing.push(id);
    else found.push(row);
  }
  if (missing.length > 0) throw noSuchInstances(missing);
  return found;
}

interface Position {
  /** What was asked for: a token is good for that alone. */
  readonly of: string;
  readonly zone: string;
  readonly marker?: string;
}

/** A page of one zone, and where the next one begins: further on in that zone, or in the one behind it. */
async function page({ world, catalogue }: Account, asked: DescribeInstancesRequest) {
  const { Filters = [], MaxResults: limit = ROWS_MAX, NextToken } = asked;
  const of = JSON.stringify(Filters);
  const zones = Filters.find(({ Name }) => Name === ZONE)?.Values ?? catalogue.zones();
  const position = NextToken === undefined ? { of, zone: zones[0] ?? "" } : placeIn(NextToken, of);
  const answer = await world.ports.listing
    .page({ zone: position.zone, limit, ...(position.marker !== undefined && { marker: position.marker }) })
    .catch((error: unknown) => {
      if (error instanceof PortError) throw new Ec2Failure(error.code, "Request limit exceeded.");
      throw error;
    });
  if (answer.kind === "expired") throw badToken();
  if (answer.kind === "unanswered")
    throw new Ec2Failure(answer.error, "The service is unavailable. Please try again shortly.");
  const next = zones[zones.indexOf(position.zone) + 1];
  if (answer.marker !== undefined) return { rows: answer.rows, token: tokenOf({ ...position, marker: answer.marker }) };
  return { rows: answer.rows, ...(next !== undefined && { token: tokenOf({ of, zone: next }) }) };
}

const tokenOf = (position: Position): string => Buffer.from(JSON.stringify(position)).toString("base64url");

function placeIn(token: string, of: string): Position {
  try {
    const position = JSON.parse(Buffer.from(token, "base64url").toString()) as Position;
    if (position.of === of) return position;
  } catch {
    throw badToken();
  }
  throw badToken();
}

/** EC2 documents no code of its own for it; this is what it was seen to say. */
const badToken = (): Ec2Failure => new Ec2Failure("InvalidParameterValue", "Unable to parse pagination token");

const unknownFilter = (name: string): Ec2Failure =>
  new Ec2Failure("InvalidParameterValue", `The filter '${name}' is invalid`);

type Values = (row: Ec2Instance) => readonly string[];

/** What an instance has of a filter's kind: one of it must be wanted. */
function matcherOf(name: string): Values | undefined {
  if (name.startsWith("tag:")) return ({ tags }) => [tags[name.slice("tag:".length)] ?? ""];
  return MATCHERS[name];
}
const MATCHERS: Readonly<Record<string, Values>> = {
  "tag-key": ({ tags }) => Object.keys(tags),
  [ZONE]: ({ az }) => [az],
  "instance-id": ({ id }) => [id],
  "instance-state-name": ({ observed }) => [observed.state],
  "instance-type": ({ type }) => [type],
  "client-token": ({ token = "" }) => [token],
};

const isWanted = (row: Ec2Instance, { Name = "", Values: wanted = [] }: Filter): boolean =>
  matcherOf(Name)?.(row).some((value) => wanted.includes(value)) ?? false;
