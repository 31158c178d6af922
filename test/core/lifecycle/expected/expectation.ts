import type { TriggerName } from "../../../../core/lifecycle/triggers.ts";
import type { Effect, State } from "../../../../core/model/instance.ts";
import type { ReasonCode } from "../../../../core/model/reason.ts";
import type { Given } from "../given.ts";

/** Trigger, under which circumstances, and what comes of it: the state entered or `stays`, why, and what EC2 is asked. */
export type Expectation =
  | readonly [TriggerName, readonly Given[], State | "stays", ReasonCode, Effect?]
  | readonly [TriggerName, readonly Given[], "refused" | "late" | "already"];
