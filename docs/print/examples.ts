import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Contract } from "../../events/contract.ts";
import { schemaFile } from "../../events/schema.ts";

const FOLDER = fileURLToPath(new URL("../examples/notices/", import.meta.url));

/** The example of a contract's detail that is kept in `docs/examples/notices/`, under the name of its schema. Undefined: there is
 *  none. Throws for one that breaks its contract. */
export function exampleOf(contract: Contract): object | undefined {
  const path = FOLDER + schemaFile(contract);
  if (!existsSync(path)) return undefined;
  const example: unknown = JSON.parse(readFileSync(path, "utf8"));
  const { error } = contract.detail.safeParse(example);
  if (error) throw new Error(`${path} is no ${contract.detailType}: ${error.message}. Take one from a local cloud.`);
  return example as object;
}
