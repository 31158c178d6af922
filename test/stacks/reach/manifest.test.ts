import { join } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";
import * as manifest from "../../../functions/manifest.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** What a handler's bundle has of the manifest and of contracts when it imports one row, shaken as SST does. */
async function bundleOf(row: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${row} } from "./functions/manifest.ts";`, resolveDir: ROOT },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

it.each(Object.entries(manifest))(
  "brings of the manifest %s alone, and no contract but its own: rows are plain data, without calls, spreads or sums",
  async (row, { name, ...rest }) => {
    const text = await bundleOf(row);
    expect([...text.matchAll(/^ {2}name: "(.+)",$/gm)].map(([, found]) => found)).toEqual([name]);
    const contracts = [...text.matchAll(/^ {2}detailType: "(.+)",$/gm)].map(([, found]) => found);
    expect(contracts).toEqual("contract" in rest ? [rest.contract.detailType] : []);
  },
);
