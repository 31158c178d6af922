import * as z from "zod";
import { type CLAIM_OVERRIDES, OVERRIDE_NAMES, type OverrideName, type OverridesWith, overrideRow } from "./table.ts";

type Rows = typeof CLAIM_OVERRIDES;
type Optional<Part extends "asks" | "published"> = {
  [Name in OverrideName]: z.ZodOptional<ReturnType<Rows[Name][Part]>>;
};
type Allowing = OverridesWith<{ readonly allowance: object }>;
type Allowed = {
  [Name in Allowing as Rows[Name]["allowance"]["field"]]: z.ZodOptional<ReturnType<Rows[Name]["allowance"]["schema"]>>;
};

/** The fields of a request that ask for overrides. */
export const askedFields = (): Optional<"asks"> => fields((name) => overrideRow(name).asks()) as Optional<"asks">;

/** The same fields, as a notice of the claim carries them: what was asked for, unjudged. */
export const publishedFields = (): Optional<"published"> =>
  fields((name) => overrideRow(name).published()) as Optional<"published">;

const fields = (schemaOf: (name: OverrideName) => z.ZodType): object =>
  Object.fromEntries(OVERRIDE_NAMES.map((name) => [name, schemaOf(name).optional()]));

/** What a pool's claims may ask for, beside what may be asked for everywhere. What is left out they may not. */
export const allowsSchema = () =>
  z.strictObject(
    Object.fromEntries(
      OVERRIDE_NAMES.flatMap((name) => {
        const { allowance } = overrideRow(name);
        return allowance ? [[allowance.field, allowance.schema().optional()]] : [];
      }),
    ) as Allowed,
  );
