import { PARTS, type Part, type Peer, SUITES, type Suite } from "./parts.ts";
import type { Case } from "./results.ts";

/** The page of the peers, of what the suites brought: what ran where, what each peer is, and where they differ. */
export function peersPage(cases: readonly Case[], peers: readonly Peer[]): string {
  const parts = PARTS.filter((part) => cases.some((each) => each.part === part));
  const suites = Object.entries(SUITES).filter(([suite]) => cases.some((each) => each.suite === suite));
  return `# Peers

<!-- Printed by \`npm run -s peers\` from what the suites brought. -->

Every port has a contract suite. Adapters that we wrote ourselves, in memory and for the local cloud, could share our misunderstandings, so each
suite also runs on implementations that others made (peers). None of them is AWS. Where a peer is known to
answer differently, the case is listed with its reason in [test/peers/divergences.ts](../../test/peers/divergences.ts), and must fail there: a
divergence that disappears fails the run.

## What ran where

Number of cases that passed; with a slash, of all that ran. The others are listed below.

| suite | ${parts.join(" | ")} |
|---|${parts.map(() => "---|").join("")}
${suites.map(([suite, file]) => `| ${linked(suite, file)} | ${parts.map((part) => cell(cases, part, suite as Suite)).join(" | ")} |`).join("\n")}

\`memory\`, \`local world\` and \`wire cloud\` are our own.

## The peers

| peer | what it is | version | trusted for | not for |
|---|---|---|---|---|
${peers.map((peer) => `| ${peer.name} | ${peer.from} | ${peer.version} | ${peer.trustedFor} | ${peer.notFor} |`).join("\n")}

\`npm run -s peers\` installs those that npm does not (this needs Python 3.10, a JDK 17 and Maven), runs every suite on every part, and prints
this page again; \`npm run -s peers -- --check\` compares instead. Without them \`npm test\` skips the suites that need them, and says so; CI skips
nothing. The matcher of event patterns is compared with event-ruler on a corpus, and on thousands of seeded random pairs of pattern and event.

## Where they differ

${parts.flatMap((part) => differences(cases, part)).join("\n\n")}
`;
}

const linked = (name: string, file: string): string => `[${name}](../../${file})`;

function cell(cases: readonly Case[], part: Part, suite: Suite): string {
  const here = cases.filter((each) => each.part === part && each.suite === suite);
  const passed = here.filter(({ divergence }) => divergence === undefined).length;
  return here.length === 0 ? "" : passed === here.length ? `${passed}` : `${passed}/${here.length}`;
}

function differences(cases: readonly Case[], part: Part): readonly string[] {
  const known = cases.flatMap(({ divergence, ...each }) =>
    each.part === part && divergence !== undefined ? [{ ...each, divergence }] : [],
  );
  if (known.length === 0) return [];
  const rows = known.map(({ suite, title, divergence }) => `| ${suite} | ${cut(title)} | ${divergence} |`);
  return [`### ${part}\n\n| suite | case | why it fails there |\n|---|---|---|\n${rows.join("\n")}`];
}

/** A title as a cell of a table. */
const cut = (title: string): string => title.replaceAll("|", "\\|").replaceAll(" > ", ": ");
