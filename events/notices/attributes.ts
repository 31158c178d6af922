import type { Notice } from "./notice.ts";

/** What subscribers can filter by without reading the text, on the topic: each attribute, and the field of the resource that it says.
 *  `kind` is on every notice. */
export const ATTRIBUTES = {
  instance: { pool: "pool", state: "state", az: "az", type: "type", image: "imageId" },
  claim: { pool: "pool", state: "state" },
  pool: { pool: "id" },
  template: { template: "id" },
  sweep: { region: "region", state: "stage" },
} as const satisfies { readonly [K in Notice["kind"]]: Readonly<Record<string, keyof Resource<K>>> };

type Resource<K extends Notice["kind"]> = Extract<Notice, { kind: K }>["resource"];

/** The attributes of a notice, by name. */
export const attributesOf = ({ kind, resource }: Notice): Readonly<Record<string, string>> => {
  const fields: Readonly<Record<string, unknown>> = resource;
  return {
    kind,
    ...Object.fromEntries(Object.entries(ATTRIBUTES[kind]).map(([name, field]) => [name, String(fields[field])])),
  };
};
