import { SendCommandCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { ACCESS_ORDER_SECONDS, THROTTLED_WAIT_MS } from "../../core/model/limits.ts";
import { type Fate, PortError } from "../../core/ports/errors.ts";
import type { Access, AccessOrder } from "../../core/ports/modifications.ts";
import type { Counters } from "../../core/ports/ports.ts";
import { COMMON_ERRORS, type Codes, type ErrorTable, failureOf, portError, tableOf } from "./errors.ts";

const SOURCE = "AWS Systems Manager API Reference, SendCommand, Errors";

/** `mistaken`: what no other instance would do better, such as rights that the plane lacks. `not-yet`: SSM's agent has not registered since the start, or is not there at all; the hand-over's deadline decides between the two. */
const ROWS: readonly Codes<Fate | "not-yet" | "mistaken">[] = [
  { means: "not-yet", source: SOURCE, codes: ["InvalidInstanceId"] },
  {
    means: "mistaken",
    source: SOURCE,
    codes: ["AccessDenied", "AccessDeniedException", "InvalidParameters", "UnsupportedPlatformType"],
  },
  {
    means: "retry-after",
    retryAfterMs: THROTTLED_WAIT_MS,
    source: SOURCE,
    codes: ["RateExceeded", "RequestLimitExceeded"],
  },
];
export const SSM_ERRORS: ErrorTable<Fate | "not-yet" | "mistaken"> = tableOf([...COMMON_ERRORS, ...ROWS]);

/** Orders the access by AWS's own documents, which run one line as root or SYSTEM: a script of ours that lies in the image, with the words of
 *  the claim. The line, what it prints and how it ended stay with SSM, for who may read its history: none of it has a secret.
 *  Source: SSM User Guide, "AWS-RunShellScript", "AWS-RunPowerShellScript"; SSM API Reference, SendCommand. */
export const access = (client: SSMClient, counters: Counters): Access => ({
  async make(id, order) {
    const command = new SendCommandCommand({
      DocumentName: order.os === "windows" ? "AWS-RunPowerShellScript" : "AWS-RunShellScript",
      InstanceIds: [id],
      Parameters: { commands: [lineOf(order)], executionTimeout: [String(ACCESS_ORDER_SECONDS)] },
      TimeoutSeconds: ACCESS_ORDER_SECONDS,
      Comment: `greenroom access ${order.nonce}`,
    });
    try {
      await client.send(command);
      return { kind: "asked" };
    } catch (thrown) {
      if (thrown instanceof PortError) throw thrown;
      const failure = failureOf("ssm", thrown);
      const row = SSM_ERRORS.get(failure.code);
      if (row?.means === "not-yet") return { kind: "not-yet" };
      if (row?.means === "mistaken") return { kind: "mistaken", error: failure.code };
      throw portError(row && { ...row, means: row.means }, failure, counters);
    }
  },
});

/** What the claim says goes between single quotes, and the request lets nothing in that could end them. */
export function lineOf({ os, kind, user = "", secret, nonce }: AccessOrder): string {
  const words = [kind, secret, nonce, user].map(quoted).join(" ");
  return os === "windows"
    ? `& 'C:\\Program Files\\Greenroom\\greenroom-access.ps1' ${words}`
    : `/usr/local/bin/greenroom-access ${words}`;
}

function quoted(word: string): string {
  if (!/^[\w/+=.@:-]*$/.test(word))
    throw new PortError("terminal", "UnsafeWord", `"${word}" is no word for a command line`);
  return `'${word}'`;
}
