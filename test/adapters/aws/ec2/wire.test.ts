import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { EC2Client } from "@aws-sdk/client-ec2";
import { afterEach, describe, expect, test, vi } from "vitest";
import { CLIENT_SETTINGS } from "../../../../adapters/aws/client-settings.ts";
import { ec2Client } from "../../../../adapters/aws/ec2/client.ts";
import { ec2 } from "../../../../adapters/aws/ec2/ec2.ts";
import { Ec2Retries } from "../../../../adapters/aws/ec2/retries.ts";
import { anIntent, aTemplate, EPOCH, REGION } from "../../../builders.ts";
import { counting } from "../counting.ts";
import { pageXml } from "./page-xml.ts";
import { ID } from "./room.ts";

/** What the client makes of EC2's own words, and EC2 would read of ours. Bodies as in "Error codes, Example error response". */
const said = (code: string, message: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>ea966190-f9aa-478e-9ede-example</RequestID></Response>`;

const servers: Server[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

async function listening(answer: { status: number; body: string }) {
  const heard: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      heard.push(new URLSearchParams(body));
      response.writeHead(answer.status, { "content-type": "text/xml" }).end(answer.body);
    });
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { heard, port: (server.address() as AddressInfo).port };
}

function through(port: number) {
  const client = new EC2Client({
    ...CLIENT_SETTINGS,
    retryStrategy: new Ec2Retries(),
    region: REGION,
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
  });
  const counters = counting();
  return { ...ec2({ client, clock: { now: () => EPOCH }, counters }), counted: counters.counted };
}

describe("over the wire", () => {
  test.each([
    { code: "InvalidInstanceID.NotFound", answer: { kind: "unknown" } },
    { code: "InsufficientInstanceCapacity", answer: { kind: "no-capacity", error: "InsufficientInstanceCapacity" } },
    { code: "InvalidParameterValue", answer: { kind: "impossible", error: "InvalidParameterValue" } },
  ])("$code is read as such", async ({ code, answer }) => {
    const { port } = await listening({ status: 400, body: said(code, "as EC2 words it") });
    expect(await through(port).power.start(ID)).toEqual(answer);
  });

  test("a wrong state is tried again later", async () => {
    const body = said("IncorrectInstanceState", `The instance '${ID}' is not in a state from which it can be started.`);
    const { port, heard } = await listening({ status: 400, body });
    const start = through(port).power.start(ID);
    await expect(start).rejects.toMatchObject({
      fate: "retry-after",
      code: "IncorrectInstanceState",
      retryAfterMs: 15_000,
    });
    expect(heard).toHaveLength(1);
  });

  test("a failing EC2 is tried as often as the client may, and then left to the queue", async () => {
    const { port, heard } = await listening({
      status: 500,
      body: said("InternalError", "An internal error has occurred."),
    });
    await expect(through(port).power.start(ID)).rejects.toMatchObject({ fate: "retryable", code: "InternalError" });
    expect(heard).toHaveLength(CLIENT_SETTINGS.maxAttempts);
  });

  test.each([
    ["InsufficientInstanceCapacity", 1],
    ["InternalError", 2],
  ])("%s, which EC2 says with the status 500, costs so many requests: %i", async (code, requests) => {
    const { port, heard } = await listening({ status: 500, body: said(code, "as EC2 words it") });
    await through(port)
      .power.start(ID)
      .catch(() => {});
    expect(heard).toHaveLength(requests);
  });

  test("an EC2 out of reach is tried again, and is no unlisted error", async () => {
    const { port } = await listening({ status: 200, body: "" });
    servers.splice(0).forEach((server) => {
      server.close();
    });
    const to = through(port);
    await expect(to.power.start(ID)).rejects.toMatchObject({ fate: "retryable", code: "ECONNREFUSED" });
    expect(to.counted).toEqual([]);
  });

  test("a page is asked for by tag, zone and marker", async () => {
    const tags = { "greenroom:pool": "win-build" };
    const body = pageXml([{ n: 1, az: `${REGION}a`, tags }], "further");
    const { port, heard } = await listening({ status: 200, body });
    const page = await through(port).listing.page({ zone: `${REGION}a`, marker: "here", limit: 1_000 });
    expect(page).toMatchObject({ kind: "page", rows: [{ id: ID, tags }], marker: "further" });
    expect(Object.fromEntries(heard[0] ?? [])).toMatchObject({
      Action: "DescribeInstances",
      "Filter.1.Name": "tag-key",
      "Filter.1.Value.1": "greenroom:pool",
      "Filter.2.Name": "availability-zone",
      "Filter.2.Value.1": `${REGION}a`,
      MaxResults: "1000",
      NextToken: "here",
    });
  });

  test.each([
    { status: 400, code: "InvalidParameterValue", words: "Unable to parse pagination token", answer: "expired" },
    { status: 503, code: "Unavailable", words: "The service is unavailable.", answer: "unanswered" },
  ])("a page that EC2 answers with $code is $answer", async ({ status, code, words, answer }) => {
    const { port } = await listening({ status, body: said(code, words) });
    const page = await through(port).listing.page({ zone: `${REGION}a`, marker: "here", limit: 1_000 });
    expect(page.kind).toBe(answer);
  });

  test("a page that broke off is unanswered, and no unlisted error", async () => {
    const body = pageXml([{ n: 1, az: `${REGION}a`, tags: {} }]).slice(0, -40);
    const { port } = await listening({ status: 200, body });
    const to = through(port);
    expect(await to.listing.page({ zone: `${REGION}a`, limit: 1_000 })).toMatchObject({ kind: "unanswered" });
    expect(to.counted).toEqual([]);
  });

  test("a launch says its token, market and tier", async () => {
    const body = `<RunInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><instancesSet/></RunInstancesResponse>`;
    const { port, heard } = await listening({ status: 200, body });
    const intent = anIntent({ tier: "hibernated" });
    const answer = await through(port).launcher.launch({
      intent,
      template: aTemplate({ market: "spot" }),
      tags: { a: "b" },
    });
    expect(answer).toEqual({ kind: "launched", instances: [] });
    expect(Object.fromEntries(heard[0] ?? [])).toMatchObject({
      Action: "RunInstances",
      ClientToken: intent.token,
      MinCount: "1",
      MaxCount: "2",
      SubnetId: "subnet-0aaa0000000000001",
      "SecurityGroupId.1": "sg-0123456789abcdef0",
      "IamInstanceProfile.Name": "greenroom-build",
      "MetadataOptions.HttpTokens": "required",
      "MetadataOptions.InstanceMetadataTags": "enabled",
      "HibernationOptions.Configured": "true",
      "InstanceMarketOptions.SpotOptions.SpotInstanceType": "persistent",
      "InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior": "hibernate",
      "TagSpecification.1.ResourceType": "instance",
      "TagSpecification.1.Tag.1.Key": "a",
      "TagSpecification.2.ResourceType": "volume",
      "TagSpecification.3.ResourceType": "spot-instances-request",
    });
  });
});

test("the plane's own client counts each request by its operation, also those it repeats, and those that are throttled", async () => {
  const { port, heard } = await listening({
    status: 503,
    body: said("RequestLimitExceeded", "Request limit exceeded."),
  });
  vi.stubEnv("AWS_ENDPOINT_URL_EC2", `http://127.0.0.1:${port}`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "nobody");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "nothing");
  const counters = counting();
  const { power } = ec2({ client: ec2Client({ region: REGION, counters }), clock: { now: () => EPOCH }, counters });
  await expect(power.start(ID)).rejects.toThrow("Request limit exceeded");
  expect(heard).toHaveLength(2);
  const each = ['ec2-call {"operation":"StartInstances"}', 'ec2-throttled {"operation":"StartInstances"}'];
  expect(counters.counted).toEqual([...each, ...each]);
});

test("the plane's own client has few tries and a time for each", async () => {
  const { config } = ec2Client({ region: REGION, counters: counting() });
  expect(await config.region()).toBe(REGION);
  expect(await config.maxAttempts()).toBe(2);
  expect(CLIENT_SETTINGS.requestHandler).toEqual({
    connectionTimeout: 1_000,
    requestTimeout: 10_000,
    throwOnRequestTimeout: true,
  });
});
