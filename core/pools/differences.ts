/** One field that differs, by its path in the pool file's entry (`target.stopped`), in the file's units. */
export interface SpecDifference {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What would change between two specs, field by field. */
export const differences = (before: object | undefined, after: object): readonly SpecDifference[] => {
  const [old, wanted] = [leaves(before ?? {}), leaves(after)];
  return [...new Set([...old.keys(), ...wanted.keys()])]
    .filter((field) => old.get(field) !== wanted.get(field))
    .map((field) => ({ field, from: old.get(field), to: wanted.get(field) }));
};

function leaves(value: object, under = ""): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [key, inner] of Object.entries(value)) {
    const path = under === "" ? key : `${under}.${key}`;
    if (typeof inner === "object" && inner !== null) for (const [at, leaf] of leaves(inner, path)) found.set(at, leaf);
    else found.set(path, inner);
  }
  return found;
}
