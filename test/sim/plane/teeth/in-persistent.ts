import { FIRST_PERSISTENT_SEED } from "../persistent.ts";
import type { PlantedBug } from "./planted-bug.ts";

const from = FIRST_PERSISTENT_SEED;
/** Few pools are ever full just when they get a new template. */
const FULL_FROM = FIRST_PERSISTENT_SEED + 100;

/** In persistent claims, and in pools that they keep full. */
export const PERSISTENT_BUGS: readonly PlantedBug[] = [
  {
    sentence: "a persistent claim whose instance is gone gets no other",
    file: "core/claims/persistent.ts",
    find: "const over = latest.endedAt ?? (mayOverlap ? interruptedAt : undefined);",
    replace: "const over = mayOverlap ? interruptedAt : undefined;",
    from,
  },
  {
    sentence: "what a persistent claim held before is not given back",
    file: "core/claims/persistent.ts",
    find: 'if (isHeldTwice) return { kind: "give-back", claims: [holder] };',
    replace: 'if (isHeldTwice) return { kind: "rest" };',
    from,
  },
  {
    sentence: "two replacements of one persistent claim are made under two names",
    file: "core/claims/persistent.ts",
    find: "generation === 1 ? request : { ...request, generation };",
    replace: "generation === 1 ? request : { ...request, generation: generation + 1 };",
    from,
  },
  {
    sentence: "where kept claims fill a pool, a new template reaches nothing",
    file: "core/planner/make-room.ts",
    find: "if (isComing || room > 0) return [];",
    replace: "if (isComing || wanted.length > 0) return [];",
    from: FULL_FROM,
  },
];
