import * as z from "zod";
import { tags as tagsSchema } from "../../requests/tags.ts";
import type { Override } from "../override.ts";
import type { OverrideSurface } from "../surface.ts";

/** Tags on the instance. They are taken off one that goes back to its pool. */
export const tagsRow = {
  stage: "before-start",
  ends: "undone",
  bars: [],
  isSo: (wanted) => Object.keys(wanted).length === 0,
} as const satisfies Override<Record<string, string>>;

/** How it is asked for. */
export const tagsSurface = {
  asks: tagsSchema,
  published: () => z.record(z.string(), z.string()),
  options: [{ flags: "--tag <key=value>", help: "a tag to put on it; may be given again", takes: "pairs" }],
  text: (wanted) => `tags ${tagsText(wanted)}`,
  doc: { happens: "CreateTags", on: "any" },
  permissions: [{ actions: ["ec2:CreateTags"], on: ["instances"], bound: "ours but our tag" }],
  laterPermissions: [{ actions: ["ec2:DeleteTags"], on: ["instances"], bound: "ours but our tag" }],
} as const satisfies OverrideSurface<Record<string, string>>;

/** Tags in one line. */
export const tagsText = (given: Readonly<Record<string, string>>): string =>
  Object.entries(given)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
