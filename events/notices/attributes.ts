import type { Notice } from "./notice.ts";

/** What subscribers can filter by without reading the text, on the topic: each attribute, and the field of the thing that it says.
 *  `kind` stands on every notice. */
export const ATTRIBUTES = {
  instance: { pool: "pool", state: "state", az: "az", type: "type", image: "imageId" },
  claim: { pool: "pool", state: "state" },
  pool: { pool: "id" },
  template: { template: "id" },
  sweep: { region: "region", state: "stage" },
} as const satisfies { readonly [K in Notice["kind"]]: Readonly<Record<string, keyof Thing<K>>> };

type Thing<K extends Notice["kind"]> = Extract<Notice, { kind: K }>["thing"];

/** The attributes of a notice, by name. */
export const attributesOf = ({ kind, thing }: Notice): Readonly<Record<string, string>> => {
  const fields: Readonly<Record<string, unknown>> = thing;
  return {
    kind,
    ...Object.fromEntries(Object.entries(ATTRIBUTES[kind]).map(([name, field]) => [name, String(fields[field])])),
  };
};
