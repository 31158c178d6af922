import * as z from "zod";
import type { Contract } from "./contract.ts";

/** A contract's detail as JSON Schema (draft 2020-12): what a sender may send. Fields it does not name are left out, not refused. */
export const schemaOf = ({ source, detailType, version, says, detail }: Contract): object => {
  const { $schema, ...schema } = jsonSchema(detail);
  return { $schema, title: `${detailType} v${version}`, description: `${says} Source: ${source}.`, ...schema };
};

/** Any zod schema as JSON Schema. A moment's exact grammar is left to `format`: the pattern would be half a page. */
export const jsonSchema = (schema: z.ZodType): z.core.JSONSchema.JSONSchema =>
  z.toJSONSchema(schema, {
    io: "input",
    override: ({ jsonSchema: written }) => {
      if (written.format === "date-time") delete written.pattern;
      if (written.maximum === Number.MAX_SAFE_INTEGER) delete written.maximum;
      if (written.minimum === Number.MIN_SAFE_INTEGER) delete written.minimum;
    },
  });

/** The file a contract's schema is kept in, under `events/schemas/`. */
export const schemaFile = ({ detailType, version }: Pick<Contract, "detailType" | "version">): string =>
  `${detailType.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.v${version}.json`;
