import { FAILURE_BYTES_MAX } from "../../core/model/limits.ts";
import type { Failures } from "../../core/ports/failures.ts";
import type { Attributes } from "../messages/attributes.ts";
import { failureAttributes, failureText } from "../messages/failure-text.ts";

/** The failure destination without AWS: it holds nothing itself, each failure's text is given to the caller. */
export const memoryFailures = (onKept: (text: string, attributes: Attributes) => void): Failures => ({
  async keep(failures) {
    for (const failure of failures) onKept(failureText(failure, FAILURE_BYTES_MAX), failureAttributes(failure));
  },
});
