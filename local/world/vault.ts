/** Entries of a claimant's Secrets Manager, by name: what instances made, and nobody else has seen. */
export interface Vault {
  readonly secrets: ReadonlyMap<string, string>;
  /** False: there is no such entry, as for those whose names end in `dead`. */
  put(secret: string, text: string): boolean;
}

export function vault(): Vault {
  const secrets = new Map<string, string>();
  return {
    secrets,
    put(secret, text) {
      if (secret.endsWith("dead")) return false;
      secrets.set(secret, text);
      return true;
    },
  };
}
