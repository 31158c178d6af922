import type { BlameRow } from "./blame.ts";
import { CAPACITY_ROWS } from "./capacity.ts";
import { INTERNAL_ROWS } from "./internal.ts";
import { PERMISSION_ROWS } from "./permissions.ts";
import { PROTOCOL_ROWS } from "./protocol.ts";
import { QUOTA_ROWS } from "./quotas.ts";
import { REQUEST_ROWS } from "./requests.ts";
import { RESOURCE_ROWS } from "./resources.ts";
import { STATE_ROWS } from "./states.ts";
import { THROTTLING_ROWS } from "./throttling.ts";

/** The one list of what EC2's error codes mean, by topic. A code may have several rows, each under conditions: `failureRowFor` in
 *  core/blame says which one holds. */
export const ERROR_ROWS: readonly BlameRow[] = [
  ...CAPACITY_ROWS,
  ...QUOTA_ROWS,
  ...PERMISSION_ROWS,
  ...REQUEST_ROWS,
  ...PROTOCOL_ROWS,
  ...RESOURCE_ROWS,
  ...STATE_ROWS,
  ...THROTTLING_ROWS,
  ...INTERNAL_ROWS,
];
