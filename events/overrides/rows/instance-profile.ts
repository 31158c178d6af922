import * as z from "zod";
import { byName } from "../allowance.ts";
import type { Override } from "../override.ts";
import type { OverrideSurface } from "../surface.ts";

/** Another instance profile, by name or ARN. Source: EC2 API Reference, AssociateIamInstanceProfile: running or stopped. */
export const instanceProfileRow = {
  stage: "before-start",
  measured: true,
  ends: "instance",
  bars: [],
} as const satisfies Override<string>;

/** How it is asked for. */
export const instanceProfileSurface = {
  asks: () =>
    z
      .string()
      .max(2_048)
      .regex(
        /^(?:[\w+=,.@-]{1,128}|arn:[\w-]+:iam::\d{12}:instance-profile\/[\w+=,.@/-]+)$/,
        "an instance profile, by name or ARN",
      ),
  published: () => z.string(),
  allowance: /* @__PURE__ */ byName("instanceProfiles", { what: "an instance profile", of: (name: string) => [name] }),
  options: [{ flags: "--profile <name>", help: "an instance profile, by name or ARN" }],
  doc: { happens: "associated; replaced; or disassociated and associated", on: "any" },
  permissions: [
    {
      actions: [
        "ec2:AssociateIamInstanceProfile",
        "ec2:ReplaceIamInstanceProfileAssociation",
        "ec2:DisassociateIamInstanceProfile",
      ],
      on: ["instances"],
      bound: "ours",
    },
    { actions: ["ec2:DescribeIamInstanceProfileAssociations"], on: ["*"], bound: "region" },
  ],
} as const satisfies OverrideSurface<string>;
