import { TIERS } from "../../events/tiers.ts";
import { eachOf, places, type Rule } from "./tree.ts";

const NAMES = TIERS.join("|");
const COMPARED = new RegExp(`\\btier\\s*[!=]==\\s*"(?:${NAMES})"`);
/** Tiers and EC2's states share names; two tiers of a list or of an object are tiers. */
const LISTED = new RegExp(`"(?:${NAMES})",\\s*"hibernated"|\\bhibernated:|\\.hibernated\\b`);

/** What is known of a tier is in its row. */
export const tierRule: Rule = {
  name: "no source names a tier but the table of tiers",
  check: eachOf((file) =>
    /^(?:adapters|cli|core|events|functions|local|stacks)\//.test(file.path) && file.path !== "events/tiers.ts"
      ? [...places(file.path, file.text, COMPARED), ...places(file.path, file.text, LISTED)].map(
          (at) => `${at} names a tier: ask its row in events/tiers.ts what it needs to know.`,
        )
      : [],
  ),
};
