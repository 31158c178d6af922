import type { Instance, Signal } from "../model/instance.ts";
import { SIGNALS_MAX } from "../model/limits.ts";
import { type Reason, reason } from "../model/reason.ts";
import { nonceOf } from "../model/start.ts";

/** Why a signal cannot be evidence for the present start: the agent that sent it was told the nonce of another. */
export function strayed({ nonce, name }: Signal, instance: Instance): Reason | undefined {
  const wanted = nonceOf(instance);
  if (nonce === undefined || wanted === undefined || nonce === wanted) return undefined;
  return reason("of-another-start", { signal: name, nonce });
}

/** Older than what is known under its name: received before it, or sent by an earlier boot. */
export function isStale(sent: Signal, known: Signal | undefined): boolean {
  if (!known) return false;
  const boots = bootOf(sent) - bootOf(known);
  return boots === 0 ? sent.at < known.at : boots < 0;
}

/** Whether it says what is known already. */
export const isSame = (sent: Signal, known: Signal | undefined): boolean =>
  known !== undefined &&
  known.ok === sent.ok &&
  known.offsetMs === sent.offsetMs &&
  known.text === sent.text &&
  known.nonce === sent.nonce &&
  bootOf(known) === bootOf(sent);

/** The record with one more signal. Bounded: with {@link SIGNALS_MAX} names kept, a new one pushes out the oldest. */
export function withSignal(instance: Instance, signal: Signal): Instance {
  const others = Object.values(instance.signals).filter(({ name }) => name !== signal.name);
  const kept = others.sort((a, b) => a.at - b.at).slice(-(SIGNALS_MAX - 1));
  const signals = Object.fromEntries([...kept, signal].map((each) => [each.name, each]));
  return { ...instance, signals, ...withStage(instance, signal), ...withReport(instance, signal) };
}

/** The moment of the first signal in a hand-over: a later one of its name takes its place among the signals. */
const withReport = ({ state, lease }: Instance, { at }: Signal): Pick<Instance, "lease"> =>
  state === "handing-over" && lease && lease.reportedAt === undefined ? { lease: { ...lease, reportedAt: at } } : {};

/** The stage's time, if it is the first to tell of it. What is full takes no more: the first boots are the ones that are followed. */
function withStage({ state, stages = {}, launchedAt }: Instance, signal: Signal): Pick<Instance, "stages"> {
  const stage = bootOf(signal) === 1 ? signal.name : `${signal.name}@${bootOf(signal)}`;
  const isPreparation = state === "launching" || state === "preparing";
  if (!isPreparation || stages[stage] !== undefined || Object.keys(stages).length >= SIGNALS_MAX) return {};
  return { stages: { ...stages, [stage]: signal.at - launchedAt } };
}

const bootOf = ({ boot = 1 }: Signal): number => boot;
