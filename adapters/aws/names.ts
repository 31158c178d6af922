import { ChangeResourceRecordSetsCommand, type Route53Client } from "@aws-sdk/client-route-53";
import { BETWEEN_STATES_WAIT_MS, THROTTLED_WAIT_MS } from "../../core/model/limits.ts";
import type { DnsName } from "../../core/model/overrides.ts";
import { type Fate, PortError } from "../../core/ports/errors.ts";
import type { Names } from "../../core/ports/modifications.ts";
import type { Counters } from "../../core/ports/ports.ts";
import { COMMON_ERRORS, type Codes, type ErrorTable, failureOf, portError, tableOf } from "./errors.ts";

const SOURCE = "Amazon Route 53 API Reference, ChangeResourceRecordSets, Errors";

/** `mistaken`: the claim names a zone that is not there or not the plane's to write to, or a name that does not go into it. */
const ROWS: readonly Codes<Fate | "mistaken">[] = [
  {
    means: "mistaken",
    source: SOURCE,
    codes: ["AccessDenied", "AccessDeniedException", "InvalidChangeBatch", "InvalidInput", "NoSuchHostedZone"],
  },
  // "If Route 53 can't process a request before the next request arrives, it will reject subsequent requests for the same hosted zone."
  { means: "retry-after", retryAfterMs: BETWEEN_STATES_WAIT_MS, source: SOURCE, codes: ["PriorRequestNotComplete"] },
  { means: "retry-after", retryAfterMs: THROTTLED_WAIT_MS, source: SOURCE, codes: ["RequestLimitExceeded"] },
];
export const ROUTE53_ERRORS: ErrorTable<Fate | "mistaken"> = tableOf([...COMMON_ERRORS, ...ROWS]);

/** A records in hosted zones. UPSERT makes or replaces one; DELETE takes only one that is exactly what the request says, and that is what
 *  keeps it from another's. Route 53 takes five requests a second from an account. Source: Route 53 API Reference, ChangeResourceRecordSets. */
export function names(client: Route53Client, counters: Counters): Names {
  async function change(Action: "UPSERT" | "DELETE", { zone, name, ttlSeconds }: DnsName, ip: string) {
    const ResourceRecordSet = { Name: name, Type: "A" as const, TTL: ttlSeconds, ResourceRecords: [{ Value: ip }] };
    try {
      await client.send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId: zone,
          ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
        }),
      );
      return { kind: "asked" as const };
    } catch (thrown) {
      if (thrown instanceof PortError) throw thrown;
      const failure = failureOf("route53", thrown);
      const row = ROUTE53_ERRORS.get(failure.code);
      if (row?.means === "mistaken") return { kind: "mistaken" as const, error: failure.code };
      throw portError(row && { ...row, means: row.means }, failure, counters);
    }
  }
  return {
    point: (name, ip) => change("UPSERT", name, ip),
    async unpoint(name, ip) {
      const answer = await change("DELETE", name, ip);
      // "… but it was not found", or "… the values provided do not match the current values".
      return answer.kind === "mistaken" && answer.error === "InvalidChangeBatch" ? { kind: "already" } : answer;
    },
  };
}
