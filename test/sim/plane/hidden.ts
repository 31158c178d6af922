import type { InstanceId } from "../../../core/model/ids.ts";
import type { Ec2Instance } from "../../../core/ports/ec2.ts";
import { type Fetch, post } from "../../../local/client.ts";
import type { Emit } from "../../../local/facts.ts";
import type { Through } from "../../../local/seam.ts";
import type { Armed, Armoury } from "./armed.ts";

/** The fault of a kind that lasts now. */
export type Open = (kind: "listing-lies" | "instance-hidden") => Armed | undefined;

const LEFT_OUT = 0.3;
const UNANSWERED = 0.15;
const EXPIRED = 0.1;
const EMPTY = 0.1;

/** An EC2 that lists what it likes, and one that does not know an instance for a while that it knew before. */
export function deceit(armed: Armoury, open: Open, through: Through, emit: Emit): Through {
  /** An instance is hidden once: twice in one life would prove that it is gone. */
  const hidden = new Map<InstanceId, Armed>();
  const isHidden = (id: InstanceId): boolean => {
    const now = open("instance-hidden");
    if (now && !hidden.has(id) && now.random.chance(1 / 3)) hidden.set(id, now);
    const is = now !== undefined && hidden.get(id) === now;
    if (is) armed.struck("instance-hidden");
    return is;
  };
  /** Whom a lying listing leaves out, it leaves out as long as it lies. */
  const leftOut = new Map<Armed, Map<InstanceId, boolean>>();
  const isLeftOut = (lies: Armed, id: InstanceId): boolean => {
    const some = leftOut.get(lies) ?? new Map<InstanceId, boolean>();
    leftOut.set(lies, some);
    const is = some.get(id) ?? lies.random.chance(LEFT_OUT);
    some.set(id, is);
    return is;
  };
  return async <Answer>(call: Parameters<Through>[0], work: () => Promise<Answer>): Promise<Answer> => {
    const [first] = call.args;
    const isById =
      call.port === "lookup" || call.port === "console" || call.port === "power" || call.port === "modifications";
    if (isById && isHidden(first as InstanceId)) {
      if (call.port === "lookup") emit({ kind: "looked", id: first as InstanceId });
      return (call.port === "lookup" ? "unknown" : { kind: "unknown" }) as Answer;
    }
    if (call.port !== "listing") return through(call, work);
    const answer = (await through(call, work)) as { kind: string; rows?: readonly Ec2Instance[] };
    if (answer.kind !== "page" || !answer.rows) return answer as Answer;
    const lies = open("listing-lies");
    if (!lies) return { ...answer, rows: answer.rows.filter(({ id }) => !isHidden(id)) } as Answer;
    armed.struck("listing-lies");
    const { random } = lies;
    if (random.chance(UNANSWERED)) return { kind: "unanswered", error: "Unavailable" } as Answer;
    if (random.chance(EXPIRED)) return { kind: "expired" } as Answer;
    if (random.chance(EMPTY)) return { ...answer, rows: [] } as Answer;
    return { ...answer, rows: answer.rows.filter(({ id }) => !isLeftOut(lies, id)) } as Answer;
  };
}

/** Agents that fall silent for good, and agents that say that something failed. */
export function agentFaults(armed: Armoury): (fetch: Fetch) => Fetch {
  const silent = new Set<string>();
  return (fetch) => async (request) => {
    const { pathname } = new URL(request.url);
    const struck = armed.strike("agents");
    if (struck?.fault.kind === "instance-silent") silent.add(pathname);
    if (silent.has(pathname)) return Response.json({}, { status: 403 });
    if (struck?.fault.kind !== "instance-failing") return fetch(request);
    const said = (await request.json()) as object;
    return fetch(post(request.url, { ...said, ok: false }, request.headers.get("x-greenroom-caller") ?? undefined));
  };
}
