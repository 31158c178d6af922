import { SendCommandCommand, SSMClient, SSMServiceException } from "@aws-sdk/client-ssm";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, test } from "vitest";
import { access, lineOf, SSM_ERRORS } from "../../../adapters/aws/access.ts";
import type { AccessOrder } from "../../../core/ports/modifications.ts";
import { instanceNo, REGION } from "../../builders.ts";
import { counting } from "./counting.ts";

const ID = instanceNo(1);
const order: AccessOrder = { os: "linux", kind: "password", secret: "team/build", nonce: "00000000000000ff" };
function room(code?: string) {
  const client = new SSMClient({ region: REGION });
  const mock = mockClient(client);
  const { counted, ...counters } = counting();
  if (code === undefined) mock.on(SendCommandCommand).resolves({});
  else mock.rejects(new SSMServiceException({ name: code, message: "made up", $fault: "client", $metadata: {} }));
  return { ...access(client, counters), mock, counted };
}

describe("an order to make access", () => {
  test("is one line of a script that lies in the image, by AWS's document for the system", async () => {
    const to = room();
    expect(await to.make(ID, order)).toEqual({ kind: "asked" });
    expect(to.mock.calls().map(({ args }) => args[0].input)).toMatchObject([
      {
        DocumentName: "AWS-RunShellScript",
        InstanceIds: [ID],
        Parameters: { commands: ["/usr/local/bin/greenroom-access 'password' 'team/build' '00000000000000ff' ''"] },
      },
    ]);
    await to.make(ID, { ...order, os: "windows", user: "builder" });
    expect(to.mock.calls().at(-1)?.args[0].input).toMatchObject({
      DocumentName: "AWS-RunPowerShellScript",
      Parameters: {
        commands: [
          "& 'C:\\Program Files\\Greenroom\\greenroom-access.ps1' 'password' 'team/build' '00000000000000ff' 'builder'",
        ],
      },
    });
  });

  test.each(["a'; reboot; '", "a b", "$(id)", "`id`", "a\nb"])(
    "has no word that could be more than one: %j",
    (secret) => {
      expect(() => lineOf({ ...order, secret })).toThrow("no word for a command line");
    },
  );

  test.each([...SSM_ERRORS])("answers %s by its meaning", async (code, { means }) => {
    const outcome = await room(code)
      .make(ID, order)
      .catch(({ fate, code: told }) => ({ fate, code: told }));
    if (means === "not-yet") return expect(outcome).toEqual({ kind: means });
    expect(outcome).toEqual(means === "mistaken" ? { kind: means, error: code } : { fate: means, code });
  });

  test("is asked again where SSM does not know the instance yet", async () =>
    expect(await room("InvalidInstanceId").make(ID, order)).toEqual({ kind: "not-yet" }));
});
