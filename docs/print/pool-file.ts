import { poolFile } from "../../events/requests/pool-file.v1.ts";
import { jsonSchema } from "../../events/schema.ts";

/** The pool file's schema, for editors. It knows the shape; what depends on two fields only `apply --dry-run` can tell. */
export const poolFileSchema = (): string => {
  const { $schema, ...schema } = jsonSchema(poolFile);
  const title = "Greenroom pool file, version 1";
  const description =
    "Templates to launch from, and pools that keep instances of them. `greenroom apply --dry-run` also holds fields against each other.";
  return `${JSON.stringify({ $schema, title, description, ...schema }, null, 2)}\n`;
};
