/** The placeholder in a boot script where the instance is to find its launch token. */
export const LAUNCH_TOKEN_MARK = "{{greenroom-launch-token}}";
/** HMAC-SHA-256 in base64url. */
export const LAUNCH_TOKEN_LENGTH = 43;
