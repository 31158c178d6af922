import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { pascal } from "../names.ts";
import { ROOT } from "./sst.ts";

/** A bundle as it would be uploaded. */
export interface Bundle {
  readonly name: string;
  readonly bytes: number;
}

/** Characters to a line, on average: what is minified has few lines. */
const MINIFIED_LINE_MIN = 500;

/** Imports the bundle that SST made of each function, and holds that it exports its handler and is minified. */
export async function importBundles(functions: readonly string[]): Promise<readonly Bundle[]> {
  const bundles: Bundle[] = [];
  for (const name of functions) {
    const folder = join(ROOT, `.sst/artifacts/${pascal(name)}-src`);
    const path = join(folder, "bundle.mjs");
    if (!existsSync(path)) throw new Error(`${name} has no bundle in ${folder}`);
    const { handler } = (await import(pathToFileURL(path).href)) as { handler?: unknown };
    if (typeof handler !== "function") throw new Error(`the bundle of ${name} exports no handler: ${path}`);
    const text = readFileSync(path, "utf8");
    if (text.length / text.split("\n").length < MINIFIED_LINE_MIN)
      throw new Error(`the bundle of ${name} is not minified: see stacks/bundle.ts`);
    const parts = readdirSync(folder).filter((file) => file.endsWith(".mjs"));
    bundles.push({ name, bytes: parts.reduce((sum, part) => sum + statSync(join(folder, part)).size, 0) });
  }
  return bundles;
}
