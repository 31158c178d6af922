import type { InstanceStateChange } from "@aws-sdk/client-ec2";
import type { Refusal } from "../../../core/ports/ec2.ts";
import { PortError } from "../../../core/ports/errors.ts";
import { isExpired, type Machine } from "../../world/machine.ts";
import type { Account } from "./account.ts";
import { Ec2Failure, noSuchInstances } from "./failure.ts";
import { stateOf } from "./rows.ts";
import { noCapacity } from "./run.ts";

type Done = { readonly kind: "asked" | "already" | "unknown" } | Refusal;

/** Does one thing to each instance, or to none: one bad id fails the whole batch.
 *  Source: EC2 API Reference, TerminateInstances ("If you specify multiple instances and the request fails …, none …"). */
export async function toEach(
  account: Account,
  ids: readonly string[] | undefined,
  { word, from, does }: { readonly word: string; readonly from: readonly string[]; does(id: string): Promise<Done> },
): Promise<InstanceStateChange[]> {
  const asked = ids ?? [];
  if (asked.length === 0) throw new Ec2Failure("MissingParameter", "The request must contain the parameter InstanceId");
  // Of one instance the world's own answer decides; of several none may be touched before all are known to be right.
  if (asked.length > 1) for (const machine of known(account, asked)) inState(machine, from, word);
  const changes: InstanceStateChange[] = [];
  for (const id of asked) changes.push(await once(account, id, word, does));
  return changes;
}

async function once(
  { world }: Account,
  id: string,
  word: string,
  does: (id: string) => Promise<Done>,
): Promise<InstanceStateChange> {
  const before = world.machines.get(id)?.state;
  const done = await does(id).catch((error: unknown) => {
    if (error instanceof PortError && error.code === "IncorrectInstanceState") throw wrongState(id, word);
    throw error;
  });
  const machine = world.machines.get(id);
  if (done.kind === "unknown" || !machine || !before) throw noSuchInstances([id]);
  if (done.kind === "no-capacity") throw noCapacity(machine.type, machine.intent.az, done.error);
  if (done.kind === "impossible") throw new Ec2Failure(done.error, `The instance '${id}' cannot be ${word}.`);
  return { InstanceId: id, PreviousState: stateOf(before), CurrentState: stateOf(machine.state) };
}

/** The machines of these ids. Throws for those that EC2 does not know, or not any more. */
export function known({ world, now }: Account, ids: readonly string[]): readonly Machine[] {
  const found = ids.flatMap((id) => {
    const machine = world.machines.get(id);
    return machine && !isExpired(machine, now()) ? [machine] : [];
  });
  const missing = ids.filter((id) => !found.some((machine) => machine.id === id));
  if (missing.length > 0) throw noSuchInstances(missing);
  return found;
}

function inState({ id, state }: Machine, from: readonly string[], word: string): void {
  if (!from.includes(state)) throw wrongState(id, word);
}

const wrongState = (id: string, word: string): Ec2Failure =>
  new Ec2Failure("IncorrectInstanceState", `The instance '${id}' is not in a state from which it can be ${word}.`);
