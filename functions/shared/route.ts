import { PortError } from "../../core/ports/errors.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { type Contract, type Heard, keyOf, type Problem, read } from "../../events/contract.ts";

/** What a function does with a message that kept its contract; the answer's kind is what is counted. */
export type Handle<Detail> = (ports: Ports) => (event: Heard<Detail>) => Promise<{ readonly kind: string }>;

/** What is fed by a queue: from a message's text to what became of it. Lambda and the local cloud run the same. */
export interface Fed {
  readonly name: string;
  /** The flow's outcome by name, `unknown` for what no contract covers, `replayed` for what an archive sends again:
   *  each counted and done with. Throws what was not done: a `PortError` with its fate, `terminal` for a broken contract and for what is
   *  said in another version than the contract's. */
  receive(ports: Ports, text: string): Promise<string>;
}

/** One trigger, by the contract that its messages keep. */
export interface Route extends Fed {
  readonly contract: Contract;
}

/** A route that reads a message by its contract, hands it over, and counts what became of it. */
export function route<Detail>(name: string, contract: Contract<Detail>, handle: Handle<Detail>): Route {
  const handled = async (ports: Ports, text: string): Promise<string> => {
    const reading = read(contract, text);
    if (reading.kind === "malformed") {
      throw new PortError("terminal", "Malformed", `${contract.detailType}: ${problemsText(reading.problems)}`);
    }
    if (reading.kind === "unsupported")
      throw new PortError(
        "terminal",
        "UnsupportedVersion",
        `${name} reads ${keyOf(contract)}, and this is ${reading.key}`,
      );
    if (reading.kind === "unknown") return "unknown";
    if (reading.event.replay !== undefined) return "replayed";
    return (await handle(ports)(reading.event)).kind;
  };
  return {
    name,
    contract,
    receive: async (ports, text) => {
      const outcome = await handled(ports, text);
      ports.counters.count("handled", { function: name, outcome });
      return outcome;
    },
  };
}

export const problemsText = (problems: readonly Problem[]): string =>
  problems.map(({ field, message }) => `${field}: ${message}`).join("; ");
