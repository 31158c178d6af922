import type { ClaimState } from "../../core/model/claim.ts";
import type { ClaimDetails } from "../../events/notices/claim-changed.v1.ts";
import type { Rule } from "./rule.ts";

/** Where a claim may go from each state. */
const ONWARD: Readonly<Record<ClaimState, readonly ClaimState[]>> = {
  pending: ["pending", "leased", "delivered", "refused", "released"],
  leased: ["leased", "delivered", "pending", "refused", "released"],
  delivered: ["released", "lost"],
  released: [],
  refused: [],
  lost: [],
};

const NOTES: readonly string[] = ["renewed", "succeeded", "persistent-ended"];

type StoredState = Pick<ClaimDetails, "state" | "instance">;

export const answersKept: Rule = {
  sentence: "a claim that was answered is kept and never contradicts its answers",
  begin() {
    const versions = new Map<string, StoredState[]>();
    const contradicted = (claim: ClaimDetails, where: string): string | undefined => {
      const written = versions.get(claim.id)?.[claim.version - 1];
      if (!written) return `${claim.id} was ${where} at version ${claim.version}, which was never written`;
      const same = written.state === claim.state && written.instance === claim.instance;
      return same
        ? undefined
        : `${claim.id} was ${where} as ${shown(claim)} at version ${claim.version}, written as ${shown(written)}`;
    };
    return {
      see(fact) {
        if (fact.kind === "answered") return contradicted(fact.claim, "answered");
        if (fact.kind === "noticed" && fact.notice.kind === "claim")
          return contradicted(fact.notice.resource, "published");
        if (fact.kind !== "written" || fact.written.kind !== "claim") return undefined;
        const { after } = fact.written;
        const known = versions.get(after.id) ?? [];
        versions.set(after.id, known);
        const from = known.at(-1)?.state;
        known[after.version - 1] = { state: after.state, instance: after.instance };
        // What becomes of a persistent claim is noted on its claims, which stay as they are.
        const isNoted = from === after.state && NOTES.includes(after.last.name);
        if (from === undefined || isNoted || ONWARD[from].includes(after.state)) return undefined;
        return `${after.id} went from ${from} to ${after.state}`;
      },
    };
  },
};

const shown = ({ state, instance }: StoredState): string => (instance ? `${state} ${instance}` : state);
