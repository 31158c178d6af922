import * as z from "zod";
import { problemsOf } from "../../../events/contract.ts";

/** A variable that holds JSON. */
const json = <Value>(schema: z.ZodType<Value>) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: "must be JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** What the stacks set on every function. */
const environment = z.object({
  AWS_REGION: z.string().min(1),
  AWS_LAMBDA_FUNCTION_NAME: z.string().default("greenroom"),
  GREENROOM_TABLE: z.string().min(1),
  GREENROOM_ACTIONS_URL: z.url(),
  GREENROOM_PLANS_URL: z.url(),
  GREENROOM_TIMERS_URL: z.url(),
  GREENROOM_SWEEPS_URL: z.url(),
  GREENROOM_FAILURES_URL: z.url(),
  GREENROOM_TOPIC: z.string().startsWith("arn:"),
  GREENROOM_ALERTS_TOPIC: z.string().startsWith("arn:"),
  GREENROOM_BUS: z.string().startsWith("arn:"),
  /** The archive of the bus, and the one rule that its replays go to. */
  GREENROOM_ARCHIVE: z.string().startsWith("arn:"),
  GREENROOM_SHADOW_RULE: z.string().startsWith("arn:"),
  /** By function: where its messages die, and the queue that feeds it, each behind `at`: in full, the API's would not fit in the 4 KB
   *  that Lambda has for all variables. */
  GREENROOM_DEAD_LETTERS: json(z.object({ at: z.url(), of: z.record(z.string(), z.tuple([z.string(), z.string()])) }))
    .default({ at: "", of: {} })
    .transform(({ at, of }) =>
      Object.fromEntries(
        Object.entries(of).map(([name, [dead, fed]]) => [name, { deadUrl: at + dead, url: at + fed }]),
      ),
    ),
  /** ARN of the KMS key that seals launch tokens; absent: no instance identifies itself by one. */
  GREENROOM_LAUNCH_KEY: z.string().startsWith("arn:").optional(),
  /** By the function it feeds, every rule as `<bus>/<rule>`; set for the API alone. */
  GREENROOM_RULES: json(z.record(z.string(), z.string().regex(/^[^/]+\/[^/]+$/))).default({}),
});

/** What a function's environment says of the plane it belongs to. */
export type Environment = z.infer<typeof environment>;

/** Throws at start, naming every variable at fault, rather than at the first event. */
export function readEnvironment(): Environment {
  const read = environment.safeParse(process.env);
  if (read.success) return read.data;
  const faults = problemsOf(read.error).map(({ field, message }) => `${field}: ${message}`);
  throw new Error(`the function's environment is not what the stacks set: ${faults.join("; ")}`);
}
