import { PortError } from "../../../core/ports/errors.ts";
import type { Item } from "./items.ts";

/** The shape of every item that this version writes. Raise it when an attribute, or a field within `doc`, changes its name or what it
 *  means; add the step from the shape before, and capture its fixture (`test/adapters/aws/dynamo/shapes`). */
export const SHAPE = 1;

/** Brings an item one shape further. It may be a part of one, of a query that projects: a step changes what it finds. */
type Upcast = (item: Item) => Item;

/** By the shape that a step begins at. Shape 0 is what was written before items said their shape, and is shape 1 otherwise. */
const UPCASTS: readonly Upcast[] = [(item) => item];

/** What an update sets that writes all of an item anew. */
export const SET_SHAPE = { expression: "shape = :shape", values: { ":shape": SHAPE } } as const;
/** What an update sets that only adds to an item: what stays in it keeps its shape, so whoever adds must know every shape that it reads. */
export const KEEP_SHAPE = { ...SET_SHAPE, expression: "shape = if_not_exists(shape, :shape)" } as const;

/** The one way in: an item as this version knows it, whatever earlier version wrote it. Throws what is never tried again for an item of a
 *  later version: read as if it were known, it would be written back without what it meant. */
export function upcast(item: Item): Item {
  const { shape = 0 } = item;
  if (!Number.isInteger(shape) || shape < 0 || shape > SHAPE) throw unreadable(item);
  return UPCASTS.slice(shape).reduce<Item>((older, step) => step(older), item);
}

const unreadable = ({ pk = "an item", sk = "read in part", shape }: Item): PortError =>
  new PortError(
    "terminal",
    "UnreadableShape",
    `${pk} ${sk} has shape ${String(shape)}; this version reads up to ${SHAPE}`,
  );
