import { EC2Client } from "@aws-sdk/client-ec2";
import { CLIENT_SETTINGS } from "../../../../adapters/aws/client-settings.ts";
import { ec2 } from "../../../../adapters/aws/ec2/ec2.ts";
import type { Template } from "../../../../core/model/template.ts";
import { openDoor } from "../../../../local/wire/door.ts";
import { account } from "../../../../local/wire/ec2/account.ts";
import { catalogue } from "../../../../local/wire/ec2/catalogue.ts";
import { ec2Service } from "../../../../local/wire/ec2/server.ts";
import { counting } from "../../../adapters/aws/counting.ts";
import { aTemplate, REGION } from "../../../builders.ts";
import { openWorld, type WorldOptions } from "../../world/given.ts";

/** A world behind EC2's own protocol, and the adapter for AWS in front of it. */
export async function openWire({
  templates = [aTemplate()],
  ...options
}: WorldOptions & { readonly templates?: readonly Template[] } = {}) {
  const truth = openWorld(options);
  const known = catalogue();
  for (const template of templates) known.add(template);
  const server = await openDoor(ec2Service(account(truth, { catalogue: known, now: () => truth.scheduler.now() })));
  const client = new EC2Client({
    ...CLIENT_SETTINGS,
    region: REGION,
    endpoint: server.url,
    credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
  });
  const counters = counting();
  return {
    truth,
    client,
    counted: counters.counted,
    adapter: ec2({ client, clock: truth.scheduler, counters }),
    async close() {
      client.destroy();
      await server.close();
    },
  };
}
