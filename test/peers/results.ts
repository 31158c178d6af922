import { readFileSync } from "node:fs";
import type { Held } from "../contracts/held.ts";

/** What is read of the report of vitest's reporter `json`. */
interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly meta: { readonly held?: Held };
    }[];
  }[];
}

/** A case that went as it should: it passed, or it failed where that is known. */
export interface Case extends Held {
  /** What the case is called below its part's title. */
  readonly title: string;
}

/** The cases of the contract suites in a report, in its order. Throws if anything of it failed, was skipped, or ran twice. */
export function casesIn(path: string): readonly Case[] {
  const { testResults } = JSON.parse(readFileSync(path, "utf8")) as Report;
  const cases = testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ ancestorTitles, title, status, meta: { held } }) => {
      if (!held) return [];
      const above = ancestorTitles.slice(ancestorTitles.indexOf(`on ${held.part}`) + 1);
      const name = [...above, title].join(" > ");
      if (status !== "passed") throw new Error(`on ${held.part}, ${held.suite}: ${status}: ${name}`);
      return [{ ...held, title: name }];
    }),
  );
  const names = cases.map(({ part, suite, title }) => `on ${part}, ${suite}: ${title}`);
  const twice = names.find((name, nth) => names.indexOf(name) < nth);
  if (twice !== undefined) throw new Error(`there are two cases ${twice}`);
  return cases;
}
