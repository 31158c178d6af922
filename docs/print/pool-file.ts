import { poolFile } from "../../events/requests/pool-file.v1.ts";
import { jsonSchema } from "../../events/schema.ts";

/** The pool file's schema, for editors. It describes each field; rules between two fields are checked by `apply --dry-run`. */
export const poolFileSchema = (): string => {
  const { $schema, ...schema } = jsonSchema(poolFile);
  const title = "Greenroom pool file, version 1";
  const description =
    "Templates to launch from, and pools of instances launched from them. `greenroom apply --dry-run` also checks fields against each other.";
  return `${JSON.stringify({ $schema, title, description, ...schema }, null, 2)}\n`;
};
