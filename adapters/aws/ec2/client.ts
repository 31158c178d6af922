import { EC2Client } from "@aws-sdk/client-ec2";
import { CLIENT_SETTINGS } from "../client-settings.ts";

/** A client for the pools of one region. Credentials come from the environment's default chain. */
export const ec2Client = ({ region }: { region: string }): EC2Client => new EC2Client({ ...CLIENT_SETTINGS, region });
