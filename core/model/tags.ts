/** The tag that says whose an instance is, on it from its launch on: EC2's listing is asked by it. */
export const POOL_TAG = "greenroom:pool";
