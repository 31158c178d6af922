import { type EC2Client, GetConsoleOutputCommand } from "@aws-sdk/client-ec2";
import type { Console } from "../../../core/ports/ec2.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { ask } from "./ask.ts";

/** What EC2 has of an instance's console, at most its last 64 KB: as it is now, which only types of the Nitro system give, else as it
 *  was posted after the last change of power. Source: EC2 API Reference, GetConsoleOutput. */
export function consoleOf(client: EC2Client, counters: Counters): Console {
  const output = (InstanceId: string, Latest: boolean) =>
    ask(() => client.send(new GetConsoleOutputCommand({ InstanceId, Latest })), counters);
  return {
    async read(id) {
      const latest = await output(id, true).catch((error: unknown) => {
        if (error instanceof PortError && error.code === "IncorrectInstanceState") return undefined;
        throw error;
      });
      const answer = latest && !("error" in latest) ? latest : await output(id, false);
      if ("error" in answer) return { kind: "refused", error: answer.error };
      if (answer.kind === "unknown") return { kind: "unknown" };
      const { Output = "", Timestamp } = answer.output;
      if (Output === "") return { kind: "empty" };
      const text = Buffer.from(Output, "base64").toString();
      return { kind: "output", text, ...(Timestamp && { postedAt: Timestamp.getTime() }) };
    },
  };
}
