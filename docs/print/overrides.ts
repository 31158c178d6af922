import { surfaceOf } from "../../events/overrides/surfaces.ts";
import { OVERRIDE_NAMES, overrideRow } from "../../events/overrides/table.ts";
import { code, markdownTable } from "./markdown.ts";

/** What a claim may ask for: how it is typed, what happens, to which instances, who allows it, and what becomes of it. */
export const overridesTable = (): string =>
  markdownTable(
    ["field", "`greenroom claim`", "what happens", "which instances", "allowed by the pool's", "when the lease ends"],
    OVERRIDE_NAMES.map((name) => {
      const { options, requires, doc, allowance } = surfaceOf(name);
      const typed = options.map(({ flags }) => code(flags.replace(/ .*/, ""))).join(", ");
      return [
        code(name),
        requires ? `${typed} (with ${code(`--${requires.field}`)})` : typed,
        doc.happens,
        doc.on,
        allowance ? code(`allows.${allowance.field}`) : "everywhere",
        ENDS[overrideRow(name).ends],
      ];
    }),
  );

const ENDS = {
  instance: "the instance ends too",
  undone: "it is taken back",
  kept: "it stays as it is",
} as const;
