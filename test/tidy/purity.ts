import { eachOf, places, type Rule } from "./tree.ts";

const OUTSIDE_WORLD =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\brandomUUID\b|\bset(?:Timeout|Interval|Immediate)\b|\bperformance\.|\bprocess\.|(?<!\.)\bconsole\./;
const PROMISES = /\basync\b|\bawait\b|\bPromise\b|\.then\(/;
/** Where a process begins and learns what it was passed. */
const ENTRY_POINTS =
  /^(?:functions\/shared\/wire\/environment\.ts|cli\/main\.ts|local\/wire\/dynamo\/dynamodb-local\.ts|sst\.config\.ts|stacks\/rehearsal\/.*|test\/.*)$/;

/** The same values in give the same values out. */
export const pureRule: Rule = {
  name: "core takes no time, chance, timer, environment or console",
  check: eachOf((file) =>
    file.path.startsWith("core/")
      ? places(file.path, file.code, OUTSIDE_WORLD).map(
          (at) => `${at} reaches outside: take the value as an argument, or ask a port.`,
        )
      : [],
  ),
};

/** Rooms are synchronous. */
export const syncRule: Rule = {
  name: "only flows and ports know promises",
  check: eachOf((file) =>
    /^core\/(?!flows\/|ports\/)/.test(file.path)
      ? places(file.path, file.code, PROMISES).map(
          (at) => `${at} waits for something: let a flow wait, and pass in what it got.`,
        )
      : [],
  ),
};

/** One place to read how a process is set up. */
export const environmentRule: Rule = {
  name: "only entry points read the environment",
  check: eachOf((file) =>
    ENTRY_POINTS.test(file.path)
      ? []
      : places(file.path, file.code, /\bprocess\.env\b/).map(
          (at) =>
            `${at} reads process.env: read it in functions/shared/wire/environment.ts or cli/main.ts, and pass the value in.`,
        ),
  ),
};

/** A plane runs in any partition: GovCloud, China and the European sovereign cloud are others than `aws`. */
const DEPLOYED = /^(?:core|adapters|functions|stacks|cli|events)\/(?!rehearsal\/)/;
const PARTITION = /\barn:aws:/;

/** An ARN's partition is asked for, or comes with the ARN. */
export const partitionRule: Rule = {
  name: "no ARN assumes the partition aws",
  check: eachOf(({ path, text, comments }) => {
    const inComments = places(path, comments, PARTITION);
    return DEPLOYED.test(path)
      ? places(path, text, PARTITION)
          .filter((at) => !inComments.includes(at))
          .map(
            (at) => `${at} assumes a partition: take it from aws.getPartitionOutput(), or from an ARN that was given.`,
          )
      : [];
  }),
};
