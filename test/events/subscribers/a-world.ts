import type { Instance } from "../../../core/model/instance.ts";
import { instanceDetailsOf } from "../../../core/notices/details.ts";
import { instanceNotice } from "../../../core/notices/notice-of.ts";
import type { InstanceDetails } from "../../../events/notices/instance-changed.v1.ts";
import type { Page } from "../../../events/pages.ts";
import type { Said } from "../../../events/subscribers/resources.ts";
import { inState, instanceNo, next } from "../../builders.ts";

/** One thing that happens to the plane or on the way to the subscriber. */
export type Step =
  | { readonly do: "write"; readonly n: number; readonly lost: boolean; readonly byReference: boolean }
  | { readonly do: "end"; readonly n: number; readonly lost: boolean }
  | { readonly do: "deadLetter"; readonly n: number }
  /** One of those on the way arrives; with `again`, and stays on the way. */
  | { readonly do: "arrive"; readonly which: number; readonly again: boolean }
  | { readonly do: "cut" };

/** A plane whose notices are lost, doubled, late and out of order, as the steps say; and who follows it is cut off. Steps pass while
 *  it is listened to, listed and fetched from. When none are left, it is cut off a last time, and then nothing happens any more. */
export function aWorld(steps: readonly Step[], pageSize = 2) {
  const records = new Map<number, Instance>();
  const lives = new Map<number, number>();
  const underWay: Said[] = [];
  const left = [...steps];
  let fetches = 0;

  const tell = (record: Instance, lost: boolean, byReference = false): void => {
    const notice = instanceNotice(record);
    if (!lost) underWay.push(byReference ? referredTo(notice) : notice);
  };

  /** Takes one step. What it delivers, or that it cuts. */
  function pass(): Said | "cut" | undefined {
    const step = left.shift();
    switch (step?.do) {
      case "write": {
        const before = records.get(step.n);
        if (!before && lives.has(step.n)) return undefined;
        if (before?.state === "gone") return undefined;
        const after = before ? next(before) : inState("warm", { id: instanceNo(step.n) });
        lives.set(step.n, 1);
        records.set(step.n, after);
        tell(after, step.lost, step.byReference);
        return undefined;
      }
      case "end": {
        const before = records.get(step.n);
        if (!before || before.state === "gone") return undefined;
        records.set(step.n, next(before, { state: "gone" }));
        tell(next(before, { state: "gone" }), step.lost);
        return undefined;
      }
      case "deadLetter":
        if (records.get(step.n)?.state === "gone") records.delete(step.n);
        return undefined;
      case "arrive": {
        const at = underWay.length === 0 ? 0 : step.which % underWay.length;
        return step.again ? underWay[at] : underWay.splice(at, 1)[0];
      }
      case "cut":
        return "cut";
      default:
        return undefined;
    }
  }

  return {
    isOver: () => left.length === 0,
    fetches: () => fetches,
    /** What exists, as a list gives it. */
    standing: (): ReadonlyMap<string, InstanceDetails> =>
      new Map(
        [...records.values()].filter(({ state }) => state !== "gone").map((each) => [each.id, instanceDetailsOf(each)]),
      ),
    following: {
      kind: "instance" as const,
      async source() {
        // Who is cut off misses what arrives meanwhile; from here on it waits.
        return (async function* () {
          while (left.length > 0) {
            const arrived = pass();
            if (arrived === "cut") return;
            if (arrived) yield arrived;
          }
        })();
      },
      async list(marker = ""): Promise<Page<InstanceDetails>> {
        const rows = [...records.values()].filter(({ id }) => id > marker).sort((a, b) => (a.id < b.id ? -1 : 1));
        const page = rows.slice(0, pageSize);
        const last = page.at(-1);
        passSilently();
        return { items: page.map(instanceDetailsOf), ...(rows.length > pageSize && last && { marker: last.id }) };
      },
      async fetch(id: string) {
        fetches += 1;
        const found = [...records.values()].find((record) => record.id === id);
        return found && instanceDetailsOf(found);
      },
    },
  };

  /** Writes go on while a list is read; what would arrive meanwhile waits for its reader. */
  function passSilently(): void {
    const [step] = left;
    if (step && step.do !== "arrive" && step.do !== "cut") pass();
  }
}

function referredTo({ resource, ...change }: ReturnType<typeof instanceNotice>): Said {
  const { id, version } = resource;
  return { ...change, resource: { id, version }, href: `/instances/${id}`, bytes: 300_000, leftOut: ["resource"] };
}
