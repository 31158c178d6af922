import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { HttpResponse } from "@smithy/core/protocols";
import { afterEach, describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../../../core/model/time.ts";
import { post } from "../../../../local/client.ts";
import { type Gateway, type HttpEvent, openGateway } from "../../../../local/wire/gateway/gateway.ts";
import { faultOf, type Signable, signed } from "../../../../local/wire/gateway/sigv4.ts";
import { CALLER, EPOCH, REGION } from "../../../builders.ts";

const KEYS = { id: "AKIDEXAMPLE", secret: "s3cr3t/with+signs=", session: "token//of+the=session" };
const SCOPE = { region: REGION, service: "execute-api" };
const REQUEST: Signable = {
  method: "POST",
  path: "/pools/a%20b/claims?zone=b&type=m6i.large&zone=a*",
  headers: { host: "api.example.com", "content-type": "application/json" },
  body: '{"key":"one"}',
};
const keysOf = (id: string) => (id === KEYS.id ? KEYS : undefined);
const faultWith = (changes: Partial<Signable>, now = EPOCH) =>
  faultOf({ ...REQUEST, headers: signed(REQUEST, KEYS, SCOPE, EPOCH), ...changes }, keysOf, SCOPE, now);

describe("a signature", () => {
  test("holds for the request that was signed", () => expect(faultWith({})).toBeUndefined());

  test.each([
    ["another body", { body: '{"key":"two"}' }],
    ["another method", { method: "PUT" }],
    ["another path", { path: "/pools/other/claims" }],
    ["another query", { path: `${REQUEST.path}&force=1` }],
  ])("does not hold for %s", (_, changes) => expect(faultWith(changes)).toBe("the signature does not match"));

  test("does not hold for another service, nor by another's key, nor without its session, nor where nothing is signed", () => {
    const headers = signed(REQUEST, KEYS, SCOPE, EPOCH);
    expect(faultOf({ ...REQUEST, headers }, keysOf, { ...SCOPE, service: "sqs" })).toContain("signed for");
    expect(faultOf({ ...REQUEST, headers }, () => undefined, SCOPE)).toContain("nobody has the key");
    expect(faultWith({ headers: { ...headers, "x-amz-security-token": "another" } })).toContain("session");
    expect(faultWith({ headers: REQUEST.headers })).toContain("no signature");
  });

  test("ends after five minutes, and does not begin before", () => {
    expect(faultWith({}, EPOCH + 5 * MINUTE_MS)).toBeUndefined();
    expect(faultWith({}, EPOCH + 5 * MINUTE_MS + 1_000)).toContain("not now");
    expect(faultWith({}, EPOCH - 5 * MINUTE_MS - 1_000)).toContain("not now");
  });

  test("is made by the SDK as it is read here", async () => {
    const seen: Signable[] = [];
    const handle = async ({ method, path, headers, body }: Signable) => {
      seen.push({ method, path, headers, body });
      return { response: new HttpResponse({ statusCode: 400, headers: {} }) };
    };
    const client = new SQSClient({
      region: REGION,
      maxAttempts: 1,
      credentials: { accessKeyId: KEYS.id, secretAccessKey: KEYS.secret, sessionToken: KEYS.session },
      requestHandler: { handle } as never,
    });
    await client
      .send(new SendMessageCommand({ QueueUrl: `https://sqs.${REGION}.amazonaws.com/1/q`, MessageBody: "ä" }))
      .catch(() => {});
    expect(seen).toHaveLength(1);
    const sqs = { region: REGION, service: "sqs" };
    expect(seen.map((request) => faultOf(request, keysOf, sqs))).toEqual([undefined]);
    expect(seen.map((request) => faultOf({ ...request, body: "{}" }, keysOf, sqs))).toEqual([
      "the signature does not match",
    ]);
  });
});

describe("the gateway", () => {
  const open: Gateway[] = [];
  afterEach(() => Promise.all(open.splice(0).map((gateway) => gateway.close())));
  async function gateway(
    behind: (event: HttpEvent) => Promise<object> = async () => ({ statusCode: 200, body: "{}" }),
  ) {
    const heard: HttpEvent[] = [];
    const made = await openGateway(REGION);
    open.push(made);
    const handle = (event: HttpEvent) => {
      heard.push(event);
      return behind(event);
    };
    made.serve({ clock: { now: () => EPOCH }, handle });
    return { ...made, heard };
  }

  test("hands a signed request to the function, with who signed it", async () => {
    const { send, heard } = await gateway(async () => ({
      statusCode: 201,
      headers: { "Retry-After": "3" },
      body: "{}",
    }));
    const answer = await send(post("/pools/win-build/claims?wait=1", { key: "one" }, CALLER));
    expect([answer.status, answer.headers.get("retry-after"), await answer.text()]).toEqual([201, "3", "{}"]);
    expect(heard).toMatchObject([
      {
        rawPath: "/pools/win-build/claims",
        rawQueryString: "wait=1",
        body: '{"key":"one"}',
        requestContext: { http: { method: "POST" }, authorizer: { iam: { userArn: CALLER } } },
      },
    ]);
    expect(heard[0]?.headers).not.toHaveProperty("x-greenroom-caller");
  });

  test("lets nobody in who does not sign, or whose request was changed on its way", async () => {
    const { url, send, heard } = await gateway();
    const plain = await fetch(`${url}/pools`);
    expect([plain.status, await plain.json()]).toEqual([403, { message: "Forbidden" }]);
    expect((await send(post("/pools", {}), { "content-type": "text/plain" })).status).toBe(403);
    expect(heard).toEqual([]);
  });

  test("answers for a function that failed", async () => {
    const { send } = await gateway(() => Promise.reject(new Error("broken")));
    expect((await send(post("/pools", {}))).status).toBe(500);
  });
});
