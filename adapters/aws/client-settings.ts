import { AWS_ANSWER_MS, AWS_CONNECT_MS, AWS_TRIES_MAX } from "../../core/model/limits.ts";

/** How every AWS client of the plane is made. Retries are few and not adaptive: a call that keeps failing belongs back in its
 *  queue, where it costs no waiting Lambda, and a client that holds itself back would hold back claims for the sake of sweeps. */
export const CLIENT_SETTINGS = {
  maxAttempts: AWS_TRIES_MAX,
  retryMode: "standard",
  requestHandler: {
    connectionTimeout: AWS_CONNECT_MS,
    requestTimeout: AWS_ANSWER_MS,
    throwOnRequestTimeout: true,
  },
} as const;
