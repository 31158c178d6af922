import type { InstanceId } from "../../core/model/ids.ts";
import type { Access, AccessOrder } from "../../core/ports/modifications.ts";
import { ACCESS_EARLY_CHANCE } from "../assumptions.ts";
import type { Streams } from "../random.ts";
import type { Guest } from "./guest.ts";
import type { Machine } from "./machine.ts";

/** Orders to guests, as SSM takes them to instances whose agent it knows. */
export function orders(
  streams: Streams,
  machines: ReadonlyMap<InstanceId, Machine>,
  guests: ReadonlyMap<InstanceId, Guest>,
): Access {
  const random = streams("orders");
  return {
    async make(id: InstanceId, order: AccessOrder) {
      const isEarly = random.chance(ACCESS_EARLY_CHANCE) || machines.get(id)?.state !== "running";
      return { kind: !isEarly && guests.get(id)?.ordered(order) ? "asked" : "not-yet" };
    },
  };
}
