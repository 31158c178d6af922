import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CLIENT_SETTINGS } from "../../../adapters/aws/client-settings.ts";
import { replays } from "../../../adapters/aws/messages/replays.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import type { Environment } from "./environment.ts";

/** The port that the archive is behind. */
export const replayPorts = (set: Environment, { counters }: Pick<Ports, "counters">): Pick<Ports, "replays"> => ({
  replays: replays(
    new EventBridgeClient({ ...CLIENT_SETTINGS, region: set.AWS_REGION }),
    { archiveArn: set.GREENROOM_ARCHIVE, busArn: set.GREENROOM_BUS, shadowRuleArn: set.GREENROOM_SHADOW_RULE },
    counters,
  ),
});
