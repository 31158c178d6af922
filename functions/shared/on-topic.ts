import type { SNSEvent } from "aws-lambda";
import { chain } from "./chain.ts";
import type { FedBy, PortsOf } from "./manifest/row.ts";
import type { Wired } from "./ports.ts";
import type { Route } from "./route.ts";

/** Invoked by a topic, with one message at a time. What fails is thrown: Lambda tries it twice more, then hands it to the function's
 *  failure destination. Source: Lambda Developer Guide, "Invoking Lambda functions with Amazon SNS notifications" and "Asynchronous
 *  invocation". */
export const onTopic = <Row extends FedBy<"topic">>(route: Route<Row>, wired: Wired<PortsOf<Row>>) =>
  chain(async (event: SNSEvent) => {
    for (const { Sns } of event.Records) await route.receive(await wired(), Sns.Message);
  });
