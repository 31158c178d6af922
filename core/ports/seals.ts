/** Seals of launch tokens: what proves who an instance is where it has no IAM identity. Whoever has no key has none. Fates: again,
 *  retry-after. */
export interface Seals {
  /** The seal of a launch's token, 43 characters of base64url: the same for the same token, so that a launch that is asked for twice asks
   *  for the same. Undefined: there is no key, and so no such launch. */
  make(token: string): Promise<string | undefined>;
  /** Whether a seal is that of a token. Says nothing by the time it takes. Without a key none is. */
  holds(token: string, seal: string): Promise<boolean>;
}
