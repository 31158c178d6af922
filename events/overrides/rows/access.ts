import * as z from "zod";
import { byName } from "../allowance.ts";
import type { Override } from "../override.ts";
import type { OverrideSurface } from "../surface.ts";

/** A way in that is made on the instance and that the plane never sees: only where it is put. `user`: whose password or key; left out: the
 *  administrator's of the operating system. `secret`: words for a command line, so that nothing in them can end it.
 *  Source: Secrets Manager API Reference, CreateSecret. */
const asks = () =>
  z.strictObject({
    kind: z.enum(["password", "ssh-key"]),
    user: z
      .string()
      .regex(/^[A-Za-z_][\w.-]{0,31}$/, "a user of the operating system, such as ec2-user")
      .exactOptional(),
    secret: z
      .string()
      .max(2_048)
      .regex(
        /^(?:[\w/+=.@-]{1,512}|arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@-]+)$/,
        "an entry of Secrets Manager, by name or ARN",
      ),
  });

type Asked = z.output<ReturnType<typeof asks>>;

/** A password or a key that the instance's agent makes. */
export const accessRow = {
  stage: "after-start",
  ends: "instance",
  bars: [],
} as const satisfies Override<Asked>;

/** How it is asked for. */
export const accessSurface = {
  asks,
  published: () =>
    z.object({ kind: z.enum(["password", "ssh-key"]), user: z.string().exactOptional(), secret: z.string() }),
  allowance: /* @__PURE__ */ byName("secrets", {
    what: "an entry of Secrets Manager",
    of: ({ secret }: Asked) => [secret],
  }),
  exclusive: "a secret",
  unmakeable: ({ kind }, { os, hasAgent }) => {
    if (!hasAgent)
      return {
        value: kind,
        fix: "it is made by an agent on the instance: have an engineer name what the template's verify needs",
      };
    return os === "windows" && kind === "ssh-key"
      ? { value: kind, fix: "ask for a password: Windows takes no key here" }
      : undefined;
  },
  options: [
    {
      flags: "--password-to <secret>",
      help: "make a password there, and put it into this entry of your Secrets Manager",
    },
    {
      flags: "--ssh-key-to <secret>",
      help: "make a key for SSH there, and put it into this entry of your Secrets Manager",
    },
    { flags: "--user <name>", help: "whose password or key (default: the administrator's)" },
  ],
  read({ passwordTo, sshKeyTo, user }) {
    if (passwordTo !== undefined && sshKeyTo !== undefined)
      return {
        ...{ kind: "misuse", code: "contradictory", field: "--ssh-key-to" },
        message: "one kind of access is made, not both",
        fix: "Give --password-to or --ssh-key-to.",
      };
    const secret = passwordTo ?? sshKeyTo;
    if (user !== undefined && secret === undefined)
      return {
        ...{ kind: "misuse", code: "incomplete", field: "--user" },
        message: `nothing is made for ${user}`,
        fix: "Say where its access goes with --password-to or --ssh-key-to.",
      };
    const kind = passwordTo === undefined ? "ssh-key" : "password";
    return { kind: "asked", value: secret === undefined ? undefined : { kind, user, secret } };
  },
  text: ({ kind, user, secret }) => `${kind}${user ? ` of ${user}` : ""} to ${secret}`,
  doc: {
    happens:
      "a password or a key is created on the instance and stored in your Secrets Manager: [below](#a-password-or-a-key)",
    on: "any whose template verifies signals; no keys on Windows",
  },
  permissions: [],
  laterPermissions: [
    { actions: ["ssm:SendCommand"], on: ["instances"], bound: "ours by ssm" },
    { actions: ["ssm:SendCommand"], on: ["run documents"] },
  ],
} as const satisfies OverrideSurface<Asked>;
