import { ChangeResourceRecordSetsCommand, Route53Client, Route53ServiceException } from "@aws-sdk/client-route-53";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, test } from "vitest";
import { names, ROUTE53_ERRORS } from "../../../adapters/aws/names.ts";
import { REGION } from "../../builders.ts";
import { counting } from "./counting.ts";

const dns = { zone: "Z1", name: "a.ci.example.com", ttlSeconds: 30 };
function room(code?: string) {
  const client = new Route53Client({ region: REGION });
  const mock = mockClient(client);
  const { counted, ...counters } = counting();
  if (code === undefined) mock.on(ChangeResourceRecordSetsCommand).resolves({});
  else mock.rejects(new Route53ServiceException({ name: code, message: "made up", $fault: "client", $metadata: {} }));
  return { ...names(client, counters), mock, counted };
}

describe("a name in Route 53", () => {
  test.each([
    ["point", "UPSERT"],
    ["unpoint", "DELETE"],
  ] as const)("is one A record with the stated time to live: %s is %s", async (method, Action) => {
    const to = room();
    expect(await to[method](dns, "10.0.0.1")).toEqual({ kind: "asked" });
    expect(to.mock.calls().map(({ args }) => args[0].input)).toEqual([
      {
        HostedZoneId: "Z1",
        ChangeBatch: {
          Changes: [
            {
              Action,
              ResourceRecordSet: { Name: dns.name, Type: "A", TTL: 30, ResourceRecords: [{ Value: "10.0.0.1" }] },
            },
          ],
        },
      },
    ]);
  });

  test.each([...ROUTE53_ERRORS])("answers %s by its meaning", async (code, { means }) => {
    const outcome = await room(code)
      .point(dns, "10.0.0.1")
      .catch(({ fate, code: told }) => ({ fate, code: told }));
    expect(outcome).toEqual(means === "mistaken" ? { kind: means, error: code } : { fate: means, code });
  });

  test("that is another's by now is left alone, and so is one that is gone", async () =>
    expect(await room("InvalidChangeBatch").unpoint(dns, "10.0.0.1")).toEqual({ kind: "already" }));

  test("counts a code that nobody has listed, and tries again", async () => {
    const to = room("Unheard");
    await expect(to.point(dns, "10.0.0.1")).rejects.toMatchObject({ fate: "retryable", code: "Unheard" });
    expect(to.counted.join()).toContain("aws-error-unlisted");
  });
});
