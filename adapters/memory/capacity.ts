import { type Wall, wallKey } from "../../core/model/capacity.ts";
import type { Capacity } from "../../core/ports/capacity.ts";

/** Walls by region and place. None is forgotten: there are as many as places. */
export function memoryCapacity(standing: readonly Wall[] = []): Capacity {
  const keyOf = (wall: Wall): string => `${wall.region} ${wallKey(wall)}`;
  const kept = new Map(standing.map((wall) => [keyOf(wall), wall]));
  return {
    recall: async (region) => [...kept.values()].filter((wall) => wall.region === region),
    async save(wall) {
      if ((kept.get(keyOf(wall))?.version ?? 0) !== wall.version - 1) return "conflict";
      kept.set(keyOf(wall), wall);
      return "saved";
    },
  };
}
