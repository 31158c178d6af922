import { PortError } from "../../core/ports/errors.ts";
import { type Heard, keyOf, type Problem, read } from "../../events/contract.ts";
import type { FedBy, MessageOf, MessageRow, PortsOf, ReadingRow } from "./manifest/row.ts";

/** What a function does with a message that kept its contract; the answer's kind is what is counted. `Needs` are its flow's ports. */
export type Handle<Detail, Needs> = (ports: Needs) => (event: Heard<Detail>) => Promise<{ readonly kind: string }>;

/** What the function of a row does with a message: it takes no more ports than the row names. */
export type HandleOf<Row extends MessageRow> = (
  ports: PortsOf<Row>,
) => (message: MessageOf<Row>) => Promise<{ readonly kind: string }>;

/** A function as its row says, from a message's text to what became of it. Lambda and the local cloud run the same. */
export interface Route<Row extends MessageRow = MessageRow> extends Pick<MessageRow, "name"> {
  readonly fed: Row["fed"];
  /** The flow's outcome by name, `unknown` for what no contract covers, `replayed` for what an archive sends again:
   *  each counted and done with. Throws what was not done: a `PortError` with its fate, `terminal` for a broken contract and for what is
   *  said in another version than the contract's. */
  readonly receive: (ports: PortsOf<Row>, text: string) => Promise<string>;
}

/** Reads a message by the row's contract, hands it over, and counts what became of it. */
export function route<const Row extends ReadingRow & MessageRow>(row: Row, handle: HandleOf<Row>): Route<Row> {
  const { name, contract } = row;
  return counted(row, async (ports, text) => {
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
    return (await handle(ports)(reading.event as MessageOf<Row>)).kind;
  });
}

/** Hands a message over as the text it came as, and counts what became of it. */
export const textRoute = <const Row extends FedBy<"replays">>(row: Row, handle: HandleOf<Row>): Route<Row> =>
  counted(row, async (ports, text) => (await handle(ports)(text as MessageOf<Row>)).kind);

const counted = <Row extends MessageRow>({ name, fed }: Row, handled: Route<Row>["receive"]): Route<Row> => ({
  name,
  fed,
  receive: async (ports, text) => {
    const outcome = await handled(ports, text);
    ports.counters.count("handled", { function: name, outcome });
    return outcome;
  },
});

export const problemsText = (problems: readonly Problem[]): string =>
  problems.map(({ field, message }) => `${field}: ${message}`).join("; ");
