import { createHmac, timingSafeEqual } from "node:crypto";
import { sealedText } from "../../core/model/ids.ts";
import type { Seals } from "../../core/ports/seals.ts";

/** HMAC-SHA-256 under a key in memory; left out: no seals. */
export function memorySeals(key?: string): Seals {
  const sealOf = (secret: string, token: string): string =>
    createHmac("sha256", secret).update(sealedText(token)).digest("base64url");
  return {
    make: async (token) => (key === undefined ? undefined : sealOf(key, token)),
    async holds(token, seal) {
      if (key === undefined) return false;
      const [right, given] = [Buffer.from(sealOf(key, token)), Buffer.from(seal)];
      return right.length === given.length && timingSafeEqual(right, given);
    },
  };
}
