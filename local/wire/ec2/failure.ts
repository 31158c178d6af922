/** What EC2 answers by another status than 400; 5xx is not the caller's fault. Source: EC2 Developer Guide, Error codes, Server error codes. */
const STATUSES: Readonly<Record<string, number>> = {
  InsufficientInstanceCapacity: 500,
  DryRunOperation: 412,
  InternalError: 500,
  RequestLimitExceeded: 503,
  Unavailable: 503,
  UnauthorizedOperation: 403,
};

/** What EC2 refuses, by its code and in its words. */
export class Ec2Failure extends Error {
  override readonly name = "Ec2Failure";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return STATUSES[this.code] ?? 400;
  }
}

export const noSuchInstances = (ids: readonly string[]): Ec2Failure =>
  new Ec2Failure(
    "InvalidInstanceID.NotFound",
    ids.length === 1
      ? `The instance ID '${ids[0]}' does not exist`
      : `The instance IDs '${ids.join(", ")}' do not exist`,
  );
