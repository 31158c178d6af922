import { AsyncLocalStorage } from "node:async_hooks";

/** How often each function was invoked in the chain of requests that a message belongs to, as `X-Amzn-Trace-Id` carries it on AWS. */
export type Lineage = Readonly<Record<string, number>>;

const chain = new AsyncLocalStorage<Lineage>();
const BEGINNING: Lineage = {};

/** The chain of the function that runs now; outside of an invocation, one that begins. */
export const lineageNow = (): Lineage => chain.getStore() ?? BEGINNING;

/** Runs an invocation of a function for a message: what it sends belongs to the message's chain. The store's stream, HTTP and schedules
 *  run by the scheduler's own turn, and so begin chains of their own, as they do on AWS. */
export const invokedIn = <Answer>(lineage: Lineage, name: string, work: () => Promise<Answer>): Promise<Answer> =>
  chain.run({ ...lineage, [name]: (lineage[name] ?? 0) + 1 }, work);
