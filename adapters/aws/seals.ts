import { GenerateMacCommand, type KMSClient, VerifyMacCommand } from "@aws-sdk/client-kms";
import { sealedText } from "../../core/model/ids.ts";
import { ACCESS_WAIT_MS, THROTTLED_WAIT_MS } from "../../core/model/limits.ts";
import type { Fate } from "../../core/ports/errors.ts";
import type { Counters } from "../../core/ports/ports.ts";
import type { Seals } from "../../core/ports/seals.ts";
import { COMMON_ERRORS, type Codes, type ErrorTable, failureOf, portError, tableOf } from "./errors.ts";

const SOURCE = "AWS KMS API Reference, GenerateMac, VerifyMac, Errors";
const ROWS: readonly Codes<Fate | "broken">[] = [
  { means: "broken", source: SOURCE, codes: ["KMSInvalidMacException"] },
  {
    means: "retryable",
    source: SOURCE,
    codes: ["DependencyTimeoutException", "KMSInternalException", "KeyUnavailableException"],
  },
  { means: "retry-after", retryAfterMs: THROTTLED_WAIT_MS, source: SOURCE, codes: ["LimitExceededException"] },
  // The key or its policy, not the instance: it works once somebody mends that.
  {
    means: "retry-after",
    retryAfterMs: ACCESS_WAIT_MS,
    source: SOURCE,
    codes: [
      "DisabledException",
      "InvalidGrantTokenException",
      "InvalidKeyUsageException",
      "KMSInvalidStateException",
      "NotFoundException",
    ],
  },
];
export const KMS_ERRORS: ErrorTable<Fate | "broken"> = tableOf([...COMMON_ERRORS, ...ROWS]);

/** HMAC-SHA-256 under a key of KMS's, which nobody ever reads; KMS itself compares. Without a key KMS is never asked. Source: AWS KMS Developer Guide, "HMAC keys". */
export function kmsSeals(client: KMSClient, keyArn: string | undefined, counters: Counters): Seals {
  const asked = (token: string) =>
    ({ KeyId: keyArn, MacAlgorithm: "HMAC_SHA_256", Message: new TextEncoder().encode(sealedText(token)) }) as const;

  async function ask<Answer>(call: () => Promise<Answer>): Promise<Answer | "broken"> {
    try {
      return await call();
    } catch (thrown) {
      const failure = failureOf("kms", thrown);
      const row = KMS_ERRORS.get(failure.code);
      if (row?.means === "broken") return "broken";
      throw portError(row && { ...row, means: row.means }, failure, counters);
    }
  }

  return {
    async make(token) {
      if (keyArn === undefined) return undefined;
      const answer = await ask(() => client.send(new GenerateMacCommand(asked(token))));
      const { Mac } = answer === "broken" ? {} : answer;
      return Mac && Buffer.from(Mac).toString("base64url");
    },

    async holds(token, seal) {
      const Mac = Buffer.from(seal, "base64url");
      // KMS refuses a MAC of another length as malformed, which is no more than wrong.
      if (keyArn === undefined || Mac.length !== MAC_BYTES) return false;
      const answer = await ask(() => client.send(new VerifyMacCommand({ ...asked(token), Mac })));
      return answer !== "broken" && answer.MacValid === true;
    },
  };
}

const MAC_BYTES = 32;
