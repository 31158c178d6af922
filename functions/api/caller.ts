import type { Context } from "hono";

interface SignedBy {
  readonly event?: {
    readonly requestContext?: {
      readonly requestId?: string;
      readonly authorizer?: { readonly iam?: { readonly userArn?: string } };
    };
  };
}

/** Who asks. On AWS the signer that API Gateway verified, its role without the session's name, so that a key means the same
 *  from every session of one role. On the local server, which has no signatures, a header; else `local`. */
export const callerOf = (context: Context): string => {
  const { event } = (context.env ?? {}) as SignedBy;
  return event ? signerOf(context).replace(ROLE_SESSION, "$1") : signerOf(context);
};

/** Who asks, with the session's name, which distinguishes one instance of a role from another. */
export function signerOf(context: Context): string {
  const { event } = (context.env ?? {}) as SignedBy;
  if (event) return event.requestContext?.authorizer?.iam?.userArn ?? "unsigned";
  return context.req.header("x-greenroom-caller") ?? "local";
}

/** The request's id, which API Gateway gives and logs; on the local server there is none. */
export const requestOf = (context: Context): string | undefined =>
  ((context.env ?? {}) as SignedBy).event?.requestContext?.requestId;

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
const ROLE_SESSION = /^(arn:[^:]+:sts::\d+:assumed-role\/[^/]+)\/.*$/;
