import { alertChanged } from "./alerts/alert-changed.v1.ts";
import { awsHealthEvent } from "./aws/aws-health-event.v0.ts";
import { ec2InstanceStateChange } from "./aws/ec2-instance-state-change.v0.ts";
import { ec2RebalanceRecommendation } from "./aws/ec2-rebalance-recommendation.v0.ts";
import { ec2SpotInterruption } from "./aws/ec2-spot-interruption.v0.ts";
import { alertTick } from "./commands/alert-tick.v1.ts";
import { forecastTick } from "./commands/forecast-tick.v1.ts";
import { performActionCommand } from "./commands/perform-action.v1.ts";
import { planPoolCommand } from "./commands/plan-pool.v1.ts";
import { planTick } from "./commands/plan-tick.v1.ts";
import { probeTick } from "./commands/probe-tick.v1.ts";
import { sweepOn } from "./commands/sweep.v1.ts";
import { sweepTick } from "./commands/sweep-tick.v1.ts";
import { wake } from "./commands/wake.v1.ts";
import type { Contract } from "./contract.ts";
import { recordFailed } from "./failures/record-failed.v1.ts";
import { changeByReference } from "./notices/change-by-reference.v1.ts";
import { claimChanged } from "./notices/claim-changed.v1.ts";
import { instanceChanged } from "./notices/instance-changed.v1.ts";
import { poolChanged } from "./notices/pool-changed.v1.ts";
import { sweepChanged } from "./notices/sweep-changed.v1.ts";
import { templateMade } from "./notices/template-made.v1.ts";
import { deliveryProbe } from "./probes/delivery-probe.v1.ts";
import { ec2Answered } from "./recording/ec2-answered.v1.ts";
import { planMade } from "./recording/plan-made.v1.ts";
import { recordingBegan } from "./recording/recording-began.v1.ts";
import { requestReceived } from "./recording/request-received.v1.ts";

/** Every contract there is: `docs/use/events.md` and the schema snapshots are printed from this list. */
export const CONTRACTS: readonly Contract[] = [
  ec2InstanceStateChange,
  ec2SpotInterruption,
  ec2RebalanceRecommendation,
  awsHealthEvent,
  planPoolCommand,
  planTick,
  performActionCommand,
  wake,
  sweepTick,
  sweepOn,
  probeTick,
  alertTick,
  forecastTick,
  deliveryProbe,
  instanceChanged,
  claimChanged,
  poolChanged,
  templateMade,
  sweepChanged,
  alertChanged,
  recordingBegan,
  requestReceived,
  ec2Answered,
  planMade,
  changeByReference,
  recordFailed,
];
