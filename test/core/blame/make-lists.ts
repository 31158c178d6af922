import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Made `documented.json` once: `node test/core/blame/make-lists.ts CODES BOTOCORE > test/core/blame/documented.json`.
 *  CODES: a text of AWS's page of error codes, a line of codes for each of its three sections, after a line that begins with `#`; codes
 *  that no call of the plane can meet are left out. BOTOCORE: the folder of that Python package. Its model of EC2 lists no error for
 *  any operation; it has the StateReasons, and `_retry.json` the names of throttles. */
const [codes = "", botocore = ""] = process.argv.slice(2);

const sections = readFileSync(codes, "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "" && !line.startsWith("#"))
  .map((line) => line.trim().split(/\s+/).toSorted());
const [common, specific, server] = sections;

const version = /__version__ = '([\d.]+)'/.exec(readFileSync(join(botocore, "__init__.py"), "utf8"))?.[1];
const model = JSON.parse(gunzipSync(readFileSync(join(botocore, "data/ec2/2016-11-15/service-2.json.gz"))).toString());
const stateReasons = [
  ...JSON.stringify(model.shapes.StateReason).matchAll(/<code>((?:Client|Server)\.[\w.]+)<\/code>/g),
]
  .map(([, code]) => code)
  .toSorted();
const withErrors = Object.values<{ errors?: unknown[] }>(model.operations).filter(
  ({ errors }) => errors?.length,
).length;
const throttles = [
  ...JSON.stringify(JSON.parse(readFileSync(join(botocore, "data/_retry.json"), "utf8"))).matchAll(
    /"service_error_code":"(\w*(?:[Tt]hrottl|TooMany|RequestLimit)\w*)"/g,
  ),
]
  .map(([, code]) => code)
  .toSorted();

console.log(
  JSON.stringify(
    {
      sources: {
        codes: "EC2 Developer Guide, Error codes: common client codes, client codes for specific actions, server codes",
        botocore: `botocore ${version}, data/ec2/2016-11-15/service-2.json and data/_retry.json`,
        operationsWithErrors: withErrors,
      },
      common,
      specific,
      server,
      stateReasons,
      throttles: [...new Set(throttles)],
    },
    null,
    2,
  ),
);
