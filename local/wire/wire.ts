import { logger } from "../../functions/shared/chain.ts";
import type { Carrier, CarrierParts } from "../carrier.ts";
import { wireCarrier } from "./carrier.ts";
import { type Spoken, startServers } from "./servers.ts";

/** Servers that speak AWS's protocols, for one local cloud. */
export interface Wire {
  readonly carrier: (parts: CarrierParts) => Carrier;
  figures(): Promise<WireFigures>;
  close(): Promise<void>;
}

export interface WireFigures {
  /** Requests over sockets, by server; of SQS and SNS nobody counts. */
  readonly requests: Spoken;
  /** Messages in dead-letter queues, by function. */
  readonly deadLetters: Readonly<Record<string, number>>;
}

/** Throws a sentence that says what is missing, such as Java. */
export async function openWire(): Promise<Wire> {
  const servers = await startServers();
  // What the functions log goes to stdout, where the command prints. Its level is set anew by every invocation.
  Object.assign(logger, { warn: () => {}, error: () => {} });
  return {
    carrier: (parts) => wireCarrier(servers, parts),
    figures: async () => ({ requests: servers.spoken(), deadLetters: await servers.queues.dead() }),
    close: servers.close,
  };
}
