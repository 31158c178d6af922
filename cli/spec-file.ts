import { stringify } from "yaml";
import type { PoolAnswer } from "../events/answers/pools.ts";
import type { TemplateDetails } from "../events/notices/template-made.v1.ts";
import { badInput, type CommandOutcome } from "./errors.ts";

/** Pools that one pool file may have; its templates are no more than that. */
const POOLS_MAX = 100;

/** The desired state of pools as a pool file, with the templates that they keep; applying it changes nothing. A pool that is torn down is
 *  left out, for applying a file that has it would end that. As the document of `--json`, the file is JSON. */
export function specFile(pools: readonly PoolAnswer[], templates: readonly TemplateDetails[]): CommandOutcome {
  const [drained, kept] = [pools.filter(({ draining }) => draining), pools.filter(({ draining }) => !draining)];
  if (kept.length > POOLS_MAX)
    return badInput("too-many", `there are ${kept.length} pools, and a pool file has at most ${POOLS_MAX}`, {
      field: "POOL",
      fix: "Print them one by one: greenroom pools POOL --spec.",
    });
  const named = templates.filter(({ id }) => kept.some(({ spec }) => spec.template === id));
  const file = {
    version: 1,
    templates: named.map(({ spec }) => spec),
    pools: kept.map(({ spec: { templateVersion, ...spec } }) => {
      const isLatest = named.some(({ id, version }) => id === spec.template && version === templateVersion);
      return isLatest ? spec : { ...spec, templateVersion };
    }),
  };
  const notes = [
    ...drained.map(({ id }) => `# ${id} is torn down and left out: applying a file that has it would end that.`),
    ...(named.some(({ spec }) => spec.userDataSha256 !== undefined)
      ? [
          "# User data is named by its hash: only the plane has it. To change it, give userData instead of userDataSha256.",
        ]
      : []),
  ];
  const text = [...notes, stringify(file, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd()].join("\n");
  return { kind: "done", document: file, text };
}
