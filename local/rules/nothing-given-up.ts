import type { Rule } from "./rule.ts";

const TEXT_MAX = 300;

export const nothingGivenUp: Rule = {
  sentence: "no message is given up",
  begin: () => ({
    see: (fact) =>
      fact.kind === "dead" ? `${fact.from}: ${fact.error} for ${fact.text.slice(0, TEXT_MAX)}` : undefined,
  }),
};
