/** An instance profile, by its name or its ARN, of any partition. Source: IAM API Reference, InstanceProfile. */
export const PROFILE_NAME_OR_ARN =
  /^(?:[\w+=,.@-]{1,128}|arn:[\w-]+:iam::\d{12}:instance-profile\/(?:[\x21-\x7e]*\/)?[\w+=,.@-]{1,128})$/;

/** The name of an instance profile that is given by its name or its ARN; a name is one of a kind in an account, whatever its path. */
export const profileNameOf = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
