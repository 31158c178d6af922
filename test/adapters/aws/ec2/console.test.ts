import { GetConsoleOutputCommand } from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { EPOCH } from "../../../builders.ts";
import { ID, refusal, room } from "./room.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("an instance's console", () => {
  test("is asked for as it is now, and decoded", async () => {
    const { client, console } = room();
    client.on(GetConsoleOutputCommand).resolves({ Output: base64("ä\r\n"), Timestamp: new Date(EPOCH) });
    expect(await console.read(ID)).toEqual({ kind: "output", text: "ä\r\n", postedAt: EPOCH });
    expect(client.calls().map(({ args }) => args[0].input)).toEqual([{ InstanceId: ID, Latest: true }]);
  });

  test.each(["UnsupportedOperation", "IncorrectInstanceState"])(
    "is the one posted last where EC2 answers %s",
    async (code) => {
      const { client, console } = room();
      client.on(GetConsoleOutputCommand, { Latest: true }).rejects(refusal(code));
      client.on(GetConsoleOutputCommand, { Latest: false }).resolves({ Output: base64("posted") });
      expect(await console.read(ID)).toEqual({ kind: "output", text: "posted" });
    },
  );

  test.each([{}, { Output: "" }])("is empty when EC2 answers %j", async (answer) => {
    const { client, console } = room();
    client.on(GetConsoleOutputCommand).resolves(answer);
    expect(await console.read(ID)).toEqual({ kind: "empty" });
  });

  test("of an instance that EC2 does not know is unknown", async () => {
    const { client, console } = room();
    client.on(GetConsoleOutputCommand).rejects(refusal("InvalidInstanceID.NotFound"));
    expect(await console.read(ID)).toEqual({ kind: "unknown" });
  });

  test("that EC2 will not show either way is refused", async () => {
    const { client, console } = room();
    client.on(GetConsoleOutputCommand).rejects(refusal("UnsupportedOperation"));
    expect(await console.read(ID)).toEqual({ kind: "refused", error: "UnsupportedOperation" });
  });

  test("may not be read at once: again after", async () => {
    const { client, console } = room();
    client.on(GetConsoleOutputCommand).rejects(refusal("RequestLimitExceeded"));
    await expect(console.read(ID)).rejects.toMatchObject({ fate: "retry-after" });
  });
});
