import { REASONS } from "../../core/model/reason.ts";
import { code, markdownPage, markdownTable, origin } from "./markdown.ts";

/** Every reason code with its sentence and the figures it carries. */
export const reasonsPage = (): string =>
  markdownPage(
    origin("core/model/reason.ts"),
    "# Reasons",
    "Every decision carries its reasons: in plans, transitions, claims and notices, and in API responses. " +
      "Programs use the code; people read the text. `{name}` is filled in from the reason's `detail`.",
    markdownTable(
      ["code", "text", "detail"],
      Object.entries(REASONS).map(([name, sentence]) => [code(name), sentence, holesIn(sentence).map(code).join(", ")]),
    ),
  );

const holesIn = (sentence: string): readonly string[] =>
  [...sentence.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
