import * as z from "zod";
import { type OVERRIDE_SURFACES, surfaceOf, surfaces } from "./surfaces.ts";
import { OVERRIDE_NAMES, type OverrideName } from "./table.ts";

type Rows = typeof OVERRIDE_SURFACES;
type Optional<Part extends "asks" | "published"> = {
  [Name in OverrideName]: z.ZodOptional<ReturnType<Rows[Name][Part]>>;
};
type Allowing = {
  [Name in OverrideName]: Rows[Name] extends { readonly allowance: object } ? Name : never;
}[OverrideName];
type Allowed = {
  [Name in Allowing as Rows[Name]["allowance"]["field"]]: z.ZodOptional<ReturnType<Rows[Name]["allowance"]["schema"]>>;
};

/** The fields of a request that ask for overrides. */
export const askedFields = (): Optional<"asks"> => fields((name) => surfaceOf(name).asks()) as Optional<"asks">;

/** The same fields, as a notice of the claim carries them: what was asked for, unjudged. */
export const publishedFields = (): Optional<"published"> =>
  fields((name) => surfaceOf(name).published()) as Optional<"published">;

const fields = (schemaOf: (name: OverrideName) => z.ZodType): object =>
  Object.fromEntries(OVERRIDE_NAMES.map((name) => [name, schemaOf(name).optional()]));

/** What a pool's claims may ask for, beside what may be asked for everywhere. What is left out they may not. */
export const allowsSchema = () =>
  z.strictObject(
    Object.fromEntries(
      surfaces().flatMap(({ allowance }) => (allowance ? [[allowance.field, allowance.schema().optional()]] : [])),
    ) as Allowed,
  );
