import type { Rule } from "./rule.ts";

export const noMistakes: Rule = {
  sentence: "the API answers without a mistake of its own",
  begin: () => ({
    see: (fact) => (fact.kind === "responded" && fact.status === 500 ? `500 for ${fact.path}` : undefined),
  }),
};
