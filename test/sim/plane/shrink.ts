/** Runs that one shrinking may cost. */
const TRIES_MAX = 150;

/** The fewest of the things with which it still fails: leaves out ever smaller parts as long as it does (Zeller's ddmin). */
export async function shrink<Resource>(
  resources: readonly Resource[],
  fails: (some: readonly Resource[]) => Promise<boolean>,
): Promise<readonly Resource[]> {
  let left = resources;
  let parts = 2;
  for (let tries = 0; left.length > 0 && tries < TRIES_MAX; ) {
    const size = Math.ceil(left.length / parts);
    let smaller: readonly Resource[] | undefined;
    for (let from = 0; from < left.length && !smaller && tries < TRIES_MAX; from += size) {
      const rest = [...left.slice(0, from), ...left.slice(from + size)];
      tries += 1;
      if (await fails(rest)) smaller = rest;
    }
    if (smaller) {
      left = smaller;
      parts = Math.max(2, parts - 1);
    } else if (size === 1) return left;
    else parts = Math.min(left.length, parts * 2);
  }
  return left;
}
