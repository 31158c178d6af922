import type { Complaint } from "./cannot-keep.ts";
import { architectureOf } from "./instance-type.ts";
import { type TemplateSpec, USER_DATA_BYTES } from "./template-spec.ts";
import { readUserData } from "./user-data.ts";

/** What in a template no launch could ever fulfil, whichever pool launches it. */
export const neverLaunched = (entry: TemplateSpec): readonly Complaint[] => [
  ...unread(entry),
  ...unlike(entry),
  ...twoZones(entry),
];

/** A boot script that no agent reads. */
function unread({ os, userData }: TemplateSpec): readonly Complaint[] {
  if (userData === undefined || new TextEncoder().encode(userData).length > USER_DATA_BYTES) return [];
  const reading = readUserData(os, userData);
  return reading.kind === "never-read" ? [[["userData"], reading.why]] : [];
}

/** Types that cannot run what the first of them runs, or what the template's operating system is. */
function unlike({ os, types }: TemplateSpec): readonly Complaint[] {
  const known = types.flatMap((type, at) => {
    const architecture = architectureOf(type);
    return architecture === undefined ? [] : [{ type, at, architecture }];
  });
  const [first] = known;
  return known.flatMap(({ type, at, architecture }): Complaint[] => {
    const path = ["types", at];
    if (architecture === "macOS")
      return [[path, `a Mac runs macOS alone, and this template is os: ${os}: take it away`]];
    if (architecture === "arm64" && os === "windows")
      return [
        [path, "its processor is arm64, and EC2 has no Windows for that: name a type of x86_64, such as m7i.large"],
      ];
    if (!first || architecture === first.architecture) return [];
    return [
      [
        path,
        `${type} is ${architecture} and ${first.type} ${first.architecture}: no image starts on both, and a stopped instance cannot change between them; make a template of each`,
      ],
    ];
  });
}

/** A subnet that is named for two zones lies in one of them at most. */
function twoZones({ subnets }: TemplateSpec): readonly Complaint[] {
  const entries = Object.entries(subnets);
  return entries.flatMap(([zone, subnet], at): Complaint[] => {
    const other = entries.findIndex(([, each]) => each === subnet);
    return other < at
      ? [
          [
            ["subnets", zone],
            `a subnet lies in one zone, and ${entries[other]?.[0]} has this one: name the subnet of ${zone}`,
          ],
        ]
      : [];
  });
}
