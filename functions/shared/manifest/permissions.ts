/** What a function's code may do in AWS, in words; `stacks/permission-grants.ts` turns them into statements of the function's role. What it takes to
 *  feed a function, to log for it and to dead-letter its messages follows from its feed, and is not said here. */
export interface Permissions {
  /** Calls of DynamoDB on items of the table. A transaction needs what its parts need. */
  readonly items?: readonly ItemCall[];
  /** Indexes of the table that are queried. */
  readonly indexes?: readonly ("bin" | "pending" | "claims")[];
  /** Functions whose queues are sent to, by name. */
  readonly sends?: readonly string[];
  /** What may be asked of EC2: each a row of the table in `stacks/permission-grants.ts`, as those of `also` are. */
  readonly ec2?: readonly Ec2Permission[];
  readonly also?: readonly OtherPermission[];
}

export type ItemCall = "GetItem" | "BatchGetItem" | "Query" | "PutItem" | "UpdateItem" | "DeleteItem";
export type Ec2Permission = "describe" | "read-console" | "launch" | "start" | "stop" | "terminate" | "pass-roles";
export type OtherPermission =
  /** What makes an instance what a claim asks for, before it starts; and what is applied later, or undone when a lease ends. */
  | "overrides-before-start"
  | "overrides-after-start"
  | "make-launch-tokens"
  | "verify-launch-tokens"
  | "publish"
  | "alert-people"
  | "keep-failures"
  | "redrive"
  | "replay-archive"
  | "inspect-feeds";
