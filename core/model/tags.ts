import type { Pool } from "./pool.ts";
import type { Template } from "./template.ts";

/** The tag that says whose an instance is, on it from its launch on: EC2's listing is asked by it. */
export const POOL_TAG = "greenroom:pool";

/** What is on an instance from its launch on: its template's own tags, its pool's, and what it was made from. */
export const launchTags = (
  { id }: Pick<Pool, "id">,
  { name, version, tags }: Pick<Template, "name" | "version" | "tags">,
): Readonly<Record<string, string>> => ({
  ...tags,
  [POOL_TAG]: id,
  "greenroom:template": `${name}@${version}`,
});
