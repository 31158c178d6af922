import { describe, expect, it, vi } from "vitest";
import { failureText } from "../../adapters/messages/failure-text.ts";
import { FAILURE_BYTES_MAX } from "../../core/model/limits.ts";
import { PortError } from "../../core/ports/errors.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { republishFunction } from "../../functions/manifest.ts";
import { handle } from "../../functions/republish.ts";
import { logger } from "../../functions/shared/chain.ts";
import { onQueue } from "../../functions/shared/on-queue.ts";
import { route } from "../../functions/shared/route.ts";
import { EPOCH, inState, instanceNo } from "../builders.ts";
import { recordedPlane } from "../recorded-plane.ts";
import { CONTEXT, failedIn, sqsEvent } from "./lambda.ts";
import { ofInstance } from "./stream-records.ts";

vi.spyOn(logger, "warn").mockImplementation(() => {});

const failure = {
  function: "notify",
  sequence: "7",
  at: EPOCH,
  error: { code: "InvalidParameter", message: "InvalidParameter: refused" },
  record: ofInstance(inState("launching"))(7),
};
const KEPT = failureText(failure, FAILURE_BYTES_MAX);
const redriven = (ports: Ports, text: string) =>
  onQueue(route(republishFunction, handle), async () => ports)(sqsEvent([text]), CONTEXT).then(failedIn);

describe("a failure that is redriven", () => {
  it("is published as it would have been: a notice, a deadline, a plan", async () => {
    const { ports, queued, failed, counted, subscribe } = recordedPlane();
    const published: string[] = [];
    subscribe({}, (text) => published.push(JSON.parse(text).id));
    expect(await redriven(ports, KEPT)).toEqual([]);
    expect(published).toEqual([`${instanceNo(1)}:1`]);
    expect(queued.map(({ queue }) => queue)).toEqual(["timers", "plans"]);
    expect(failed).toEqual([]);
    expect(counted).toEqual(["handled republish published"]);
  });

  it("is a failure again, as it came at first, if it can still not be published", async () => {
    const { ports, failed, counted } = recordedPlane();
    const publish = async () => [{ index: 0, error: new PortError("terminal", "InvalidParameter", "refused") }];
    expect(await redriven({ ...ports, publisher: { publish } }, KEPT)).toEqual([]);
    expect(failed).toEqual([KEPT]);
    expect(counted).toEqual(["handled republish failed"]);
  });

  it("comes back while the outside is away", async () => {
    const { ports, failed } = recordedPlane();
    const publish = async () => [{ index: 0, error: new PortError("retryable", "InternalError", "away") }];
    expect(await redriven({ ...ports, publisher: { publish } }, KEPT)).toEqual(["m-0"]);
    expect(failed).toEqual([]);
  });

  it("stays a dead letter if too much of it was left out", async () => {
    const { ports, failed } = recordedPlane();
    expect(await redriven(ports, failureText(failure, 900))).toEqual(["m-0"]);
    expect(failed).toEqual([]);
  });
});
