import * as z from "zod";

const TAGS_MAX = 20;

/** An engineer's or claimant's tags. Keys are as instance metadata can show them, without spaces and slashes; `aws:` is
 *  AWS's and `greenroom:` ours. Source: EC2 User Guide, "Tag your Amazon EC2 resources" and "Access tags in instance metadata". */
export const tags = () =>
  z
    .record(
      z
        .string()
        .min(1)
        .max(128)
        .regex(/^(?!aws:|greenroom:)/, "a tag key that does not begin with aws: or greenroom:")
        .regex(
          /^[A-Za-z0-9+\-=._:@,]+$/,
          "a tag key of letters, digits and + - = . _ : @ , only, as instance metadata shows it",
        ),
      z.string().max(256),
    )
    .refine((given) => Object.keys(given).length <= TAGS_MAX, `at most ${TAGS_MAX} tags`);
