import { CREDIT_UPDATE_WAIT_MS } from "../blame-limits.ts";
import { BETWEEN_STATES_WAIT_MS, HIBERNATION_WAIT_MS } from "../limits.ts";
import { type BlameRow, CLIENT_CODES } from "./blame.ts";

/** A state that passes: nobody's fault, and nothing backs off but the call. */
const PASSES = {
  owner: "aws",
  scope: "none",
  fate: "retry-after",
  retryAfterMs: BETWEEN_STATES_WAIT_MS,
} as const satisfies Partial<BlameRow>;

/** What is between two states. */
export const STATE_ROWS: readonly BlameRow[] = [
  {
    // "Not in a state from which it can be started" is said of `stopping`, "has never reached the 'running' state" of a stop while
    // `pending`: the next event settles both. Of an instance on its way out it is said too; then the next event moves the record on.
    ...PASSES,
    codes: ["IncorrectInstanceState", "IncorrectState", "InvalidInstanceState", "InvalidState"],
    claimant: "the instance is between two states",
    fix: "nothing: it is tried when EC2 says the next state",
    source: CLIENT_CODES,
  },
  {
    ...PASSES,
    codes: ["IncorrectModificationState"],
    claimant: "the root volume is being changed",
    fix: "nothing: it is tried when the modification is complete",
    source: CLIENT_CODES,
  },
  {
    ...PASSES,
    codes: ["InvalidCapacityReservationState.PendingActivation", "InvalidHostState"],
    claimant: "the host or reservation is not available yet",
    fix: "wait until the Dedicated Host or Capacity Reservation of {az} is active: {text}",
    source: CLIENT_CODES,
  },
  {
    ...PASSES,
    codes: ["CreditSpecificationUpdateInProgress"],
    retryAfterMs: CREDIT_UPDATE_WAIT_MS,
    claimant: "the default of the instance family is being changed",
    fix: "nothing: it takes about five minutes",
    source: CLIENT_CODES,
  },
  {
    // A Spot instance cannot be started until its request has noticed that it stopped.
    ...PASSES,
    codes: ["IncorrectSpotRequestState"],
    claimant: "the Spot request has not noticed yet that the instance stopped",
    fix: "nothing: it is tried a little later",
    source:
      "EC2 User Guide, Troubleshoot EC2 instance hibernation, Can't start Spot Instance immediately after hibernate",
  },
  {
    // EC2 says "cannot" and "cannot yet" of a hibernation by one code; only the text tells them apart.
    ...PASSES,
    codes: ["UnsupportedOperation"],
    text: /not ready to hibernate yet/i,
    retryAfterMs: HIBERNATION_WAIT_MS,
    claimant: "the instance cannot hibernate yet",
    fix: "nothing: EC2 allows it about two minutes after a start on Linux, five on Windows",
    source: "EC2 User Guide, Troubleshoot EC2 instance hibernation, Can't hibernate immediately after launch",
  },
];
