import type { StateReason } from "../../core/model/autopsy.ts";

const reason = (code: string, text: string): StateReason => ({ code, message: `${code}: ${text}` });

/** What EC2 gives as the reason of a state. Source of the codes and texts: EC2 API Reference, StateReason. */
export const PENDING: StateReason = { code: "pending", message: "pending" };
/** Somebody called EC2's API: the plane, or others in the account. */
export const BY_USER = reason("Client.UserInitiatedShutdown", "User initiated shutdown");
export const BY_HIBERNATION = reason("Client.UserInitiatedHibernate", "User initiated hibernate");
export const BY_GUEST = reason("Client.InstanceInitiatedShutdown", "Instance initiated shutdown");
/** The volumes' key may not be used. EC2 says it of launches and of starts. Source: AWS re:Post, "Why does my EC2 instance go from
 *  Pending to Stopped". */
export const KEY_UNUSABLE = reason("Client.InternalError", "Client error on launch");
export const SPOT_RECLAIMED = reason("Server.SpotInstanceTermination", "Spot instance termination");
export const SERVER_FAILED = reason("Server.InternalError", "Internal error on launch");

/** What EC2 gives for a launch that it accepted and then ended. */
export const LAUNCH_DEATHS: readonly StateReason[] = [
  KEY_UNUSABLE,
  reason("Client.InvalidKMSKey.InvalidState", "The KMS key provided is in an incorrect state"),
  reason("Client.VolumeLimitExceeded", "Volume limit exceeded"),
  reason("Client.InvalidSnapshot.NotFound", "The snapshot does not exist"),
  reason("Server.InsufficientInstanceCapacity", "Insufficient capacity to satisfy instance request"),
  SERVER_FAILED,
];
