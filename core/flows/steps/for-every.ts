import { PortError } from "../../ports/errors.ts";

/** Does the work for every item, one after the other, whatever becomes of the others; then throws what {@link throwFirst} picks. */
export async function forEvery<Item>(items: Iterable<Item>, work: (item: Item) => Promise<unknown>): Promise<void> {
  const errors: unknown[] = [];
  for (const item of items) await work(item).catch((error: unknown) => errors.push(error));
  throwFirst(errors);
}

/** Throws the first error that may pass, so that the message comes back for it; else the first that will not. None: nothing. */
export function throwFirst(errors: readonly unknown[]): void {
  if (errors.length > 0) throw errors.find(mayPass) ?? errors[0];
}

/** Whether another try may succeed. What is thrown at an item's own content, by a port or by our own code, will be thrown again. */
export const mayPass = (error: unknown): boolean => error instanceof PortError && error.fate !== "terminal";
