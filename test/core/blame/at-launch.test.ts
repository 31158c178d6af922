import { describe, expect, it, test } from "vitest";
import { blameForError } from "../../../core/blame/of-error.ts";
import { OWNERS, type Owner } from "../../../core/model/blame/blame.ts";
import { ERROR_ROWS } from "../../../core/model/blame/table.ts";

/** Whose fault each code is that RunInstances answers, said here a second time on purpose. All others are the template's. */
const AT_LAUNCH: Readonly<Partial<Record<Owner, string>>> = {
  offering: `InsufficientCapacity InsufficientHostCapacity InsufficientInstanceCapacity InsufficientReservedInstanceCapacity
    InsufficientVolumeCapacity InsufficientReservedInstancesCapacity UnfulfillableCapacity IncompatibleHostRequirements
    InsufficientCapacityOnHost ReservationCapacityExceeded UnavailableHostRequirements SpotMaxPriceTooLow Unsupported
    VolumeTypeNotAvailableInZone`,
  account: `InstanceLimitExceeded VcpuLimitExceeded MaxSpotInstanceCountExceeded VolumeLimitExceeded MaxIOPSLimitExceeded
    NetworkInterfaceLimitExceeded ResourceLimitExceeded HostLimitExceeded PlacementGroupLimitExceeded AddressLimitExceeded
    VolumeModificationSizeLimitExceeded UnauthorizedOperation AccessDenied AccessDeniedException NotAuthorized
    AuthFailure.ServiceLinkedRoleCreationNotPermitted AuthFailure AuthFailure.* CredentialsProviderError ExpiredToken
    ExpiredTokenException IncompleteSignature InvalidClientTokenId InvalidSecurity.RequestHasExpired InvalidSignatureException
    MissingAuthenticationToken RequestExpired SignatureDoesNotMatch UnrecognizedClientException OptInRequired Blocked
    PendingVerification AccountDisabled CustomerKeyHasBeenRevoked`,
  claim: `InvalidAddress.Locked InvalidAddress.Malformed InvalidAddress.NotFound InvalidAddressID.NotFound
    InvalidAllocationID.NotFound InvalidIPAddress.InUse Resource.AlreadyAssigned Resource.AlreadyAssociated Gateway.NotAttached
    InvalidAttachment.NotFound InvalidAttachmentID.NotFound InvalidNetworkInterface.InUse InvalidNetworkInterface.NotFound
    InvalidNetworkInterfaceAttachmentId.Malformed InvalidNetworkInterfaceID.NotFound InvalidNetworkInterfaceId.Malformed`,
  aws: `InsufficientAddressCapacity VolumeModificationRateExceeded DryRunOperation InvalidNextToken InvalidPaginationToken
    InvalidInstanceID.Malformed InvalidInstanceID.NotFound InvalidAssociationID.NotFound InvalidSpotInstanceRequestID.NotFound
    InvalidVolume.NotFound VolumeInUse IncorrectInstanceState IncorrectState InvalidInstanceState InvalidState
    IncorrectModificationState InvalidCapacityReservationState.PendingActivation InvalidHostState
    CreditSpecificationUpdateInProgress IncorrectSpotRequestState EC2ThrottledException RequestLimitExceeded
    BandwidthLimitExceeded ConcurrentTagAccess RequestThrottled RequestThrottledException SlowDown ThrottledException Throttling
    ThrottlingException TooManyRequestsException InternalError ServerInternal Unavailable InternalFailure InternalServerError
    RequestTimeout RequestTimeoutException ServiceUnavailable RetryableError ECONNREFUSED ECONNRESET EAI_AGAIN EHOSTUNREACH
    ENETUNREACH ENOTFOUND EPIPE ETIMEDOUT TimeoutError`,
};
const CODES = [...new Set(ERROR_ROWS.flatMap(({ codes }) => codes))];
const ownerAtLaunch = (code: string): Owner =>
  OWNERS.find((owner) => AT_LAUNCH[owner]?.split(/\s+/).includes(code)) ?? "template";
/** `AuthFailure.*` represents the family: a code of it. */
const asCode = (code: string): string => code.replace("*", "SomethingNew");

describe("a refused launch", () => {
  test.each(CODES.map((code) => [code, ownerAtLaunch(code)] as const))("%s is the fault of: %s", (code, owner) =>
    expect(blameForError(asCode(code), { call: "RunInstances" }).owner).toBe(owner),
  );

  it("has an owner here for no code that the table does not name", () =>
    expect(
      Object.values(AT_LAUNCH)
        .flatMap((codes) => codes.split(/\s+/))
        .filter((code) => !CODES.includes(code)),
    ).toEqual([]));
});
