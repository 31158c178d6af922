/** What the name of an instance type says of it. */

export type Architecture = "x86_64" | "arm64" | "macOS";

/** Series, generation, options and size: `m7gd.large` is m, 7, gd, large. High-memory types name their memory before the generation
 *  (`u-6tb1.metal`). Source: EC2 Instance Types Guide, "Naming conventions". */
const NAME = /^([a-z]+)(?:-\d+tb)?(\d+)([a-z0-9-]*)\.[a-z0-9-]+$/;

/** Which programs a type runs: `g` among the options behind the generation means a Graviton processor, `a1` was the first of them, and
 *  `mac` runs macOS alone; all others are x86_64. Undefined: the name follows another convention, and nothing is known. */
export function architectureOf(type: string): Architecture | undefined {
  if (/^mac[\d-]/.test(type)) return "macOS";
  const [, series = "", generation = "", options = ""] = NAME.exec(type) ?? [];
  if (series === "") return undefined;
  return options.includes("g") || `${series}${generation}` === "a1" ? "arm64" : "x86_64";
}

export const isMetal = (type: string): boolean => /\.metal(?:-|$)/.test(type);

/** Families that EC2 hibernates, by GiB of memory for each of the units that {@link units} counts. A family that is not here, such as a
 *  later one, is unknown. `m7i-flex` is left out: EC2 lists sizes of it beyond the limit of its own guide.
 *  Source: EC2 API, DescribeInstanceTypes (`MemoryInfo`, `HibernationSupported`), held against a copy in `test/events`. */
const GIB_PER_UNIT: readonly (readonly [number, string])[] = [
  [1.875, "c3 c4"],
  [
    2,
    "c5 c5d c6a c6g c6gd c6gn c6i c6id c6in c7a c7g c7gd c7gn c7i c7i-flex c8a c8g c8gb c8gd c8gn c8i c8i-flex c8ib c8in c9g c9gd",
  ],
  [3.75, "m3"],
  [
    4,
    "m4 m5 m5a m5ad m5d m6a m6g m6gd m6i m6id m6idn m6in m7a m7g m7gd m7i m8a m8azn m8g m8gb m8gd m8gn m8i m8i-flex m8ib",
  ],
  [4, "m8idb m8idn m8in m9g m9gd t2 t3 t3a t4g t8i im4gn"],
  [6, "is4gen"],
  [7.625, "i3 r4"],
  [
    8,
    "i3en i4g i7i i7ie i8g i8ge r5 r5a r5ad r5d r6a r6g r6gd r6idn r6in r7a r7g r7gd r7i r7iz r8a r8g r8gb r8gd r8gn r8i",
  ],
  [8, "r8i-flex r8ib r8idb r8idn r8in r9g r9gd"],
  [16, "x2gd x8i"],
  [32, "x8aedz"],
];
const GIB_BY_FAMILY = new Map(
  GIB_PER_UNIT.flatMap(([gib, families]) => families.split(" ").map((family) => [family, gib])),
);

/** Memory of a type that EC2 can hibernate, in GiB. Undefined: it is not known whether it can, or what memory it has. */
export function hibernatedMemoryGiB(type: string): number | undefined {
  const [family = "", size = ""] = type.split(".");
  const [perUnit, count] = [GIB_BY_FAMILY.get(family), units(size)];
  return perUnit === undefined || count === undefined ? undefined : perUnit * count;
}

/** How large a size is, with `medium` as 1: `large` is twice that, `xlarge` four times, `2xlarge` eight times. */
function units(size: string): number | undefined {
  const times = /^(\d+)xlarge$/.exec(size)?.[1];
  return times === undefined ? UNITS[size] : 4 * Number(times);
}
const UNITS: Readonly<Record<string, number>> = {
  nano: 0.125,
  micro: 0.25,
  small: 0.5,
  medium: 1,
  large: 2,
  xlarge: 4,
};
