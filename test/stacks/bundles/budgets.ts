/** Bytes to a KB. */
export const KB = 1_024;
/** What a bundle may weigh with all its parts. */
export const WITHOUT_EC2_KB = 400;
/** Of what publishes notices, which carry the whole spec of their resource: see docs/decisions/0024. */
export const PUBLISHING_KB = 420;
export const WITH_EC2_KB = 950;
/** A trimmed bundle is at most this part of its untrimmed self. */
export const OF_UNTRIMMED = 0.75;
