import { describe, expectTypeOf, it } from "vitest";
import type { onInstanceState } from "../../core/flows/on-instance-state.ts";
import type { Needs, Ports } from "../../core/ports/ports.ts";
import { instanceStateChangedFunction, planPoolFunction, wakeFunction } from "../../functions/manifest.ts";
import { handle as planPool } from "../../functions/plan-pool.ts";
import type { PortsOf } from "../../functions/shared/manifest/row.ts";
import { onFifoQueue, onQueue } from "../../functions/shared/on-queue.ts";
import { route } from "../../functions/shared/route.ts";
import type { wiredToEc2 } from "../../functions/shared/wire/ec2.ts";
import type { wiredToQueues } from "../../functions/shared/wire/queues.ts";
import { handle as wake } from "../../functions/wake.ts";

// Held by the compiler (`npm run check:types`): an expected error that is none is an error.

type With<Wiring extends () => unknown> = () => Promise<ReturnType<Wiring>>;
const toQueues = {} as With<typeof wiredToQueues>;
const toEc2 = {} as With<typeof wiredToEc2>;

describe("the compiler", () => {
  it("takes a function that is wired with what its row names", () => {
    expectTypeOf(() => onQueue(route(wakeFunction, wake), toEc2)).toBeFunction();
  });

  it("refuses a function that is wired with less than its flow takes", () => {
    // @ts-expect-error: the row of wake names EC2, to look an instance up, and this wiring has none of it.
    expectTypeOf(() => onQueue(route(wakeFunction, wake), toQueues)).toBeFunction();
  });

  it("refuses a handle that takes more than its row names", () => {
    const row = { ...wakeFunction, ports: planPoolFunction.ports };
    // @ts-expect-error: without EC2 nothing can be looked up.
    expectTypeOf(() => route(row, wake)).toBeFunction();
  });

  it("refuses a handle that reads another contract than its row names", () => {
    const row = { ...wakeFunction, contract: instanceStateChangedFunction.contract };
    // @ts-expect-error: an instance's change of state says nothing of a timer.
    expectTypeOf(() => route(row, wake)).toBeFunction();
  });

  it("refuses a FIFO queue's function on a standard queue, and the other way round", () => {
    // @ts-expect-error: the order of plan requests would be lost.
    expectTypeOf(() => onQueue(route(planPoolFunction, planPool), toQueues)).toBeFunction();
    // @ts-expect-error: timers have no groups.
    expectTypeOf(() => onFifoQueue(route(wakeFunction, wake), toEc2)).toBeFunction();
  });

  it("knows of each function what its flow takes, and no more", () => {
    expectTypeOf<Needs<typeof onInstanceState>>().toEqualTypeOf<
      Pick<Ports, "clock" | "counters" | "instances" | "claims" | "records" | "actions" | "tallies">
    >();
    expectTypeOf<PortsOf<typeof wakeFunction>>().toHaveProperty("lookup");
    expectTypeOf<PortsOf<typeof planPoolFunction>>().not.toHaveProperty("lookup");
  });
});
