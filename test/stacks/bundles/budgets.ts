/** Bytes to a KB. */
export const KB = 1_024;
/** What a bundle may weigh with all its parts. */
export const WITHOUT_EC2_KB = 400;
export const WITH_EC2_KB = 950;
/** A trimmed bundle is at most this part of its untrimmed self. */
export const OF_UNTRIMMED = 0.75;

/** Functions beyond their budget, with what is held instead. Three tell SNS and EventBridge, and so have four clients; one plans. What
 *  is left in them is code of the clients and of ours: see docs/bundles.md. */
export const EXCEPTIONS_KB: Readonly<Record<string, number>> = {
  notify: 450,
  "plan-pool": 408,
  "probe-tick": 443,
  retell: 458,
};
