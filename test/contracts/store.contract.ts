import { describe } from "vitest";
import { alertsContract } from "./store/alerts.ts";
import { autopsiesContract } from "./store/autopsies.ts";
import { blameContract } from "./store/blame.ts";
import { claimsContract } from "./store/claims.ts";
import { demandContract } from "./store/demand.ts";
import { handoutsContract } from "./store/handouts.ts";
import { historiesContract } from "./store/histories.ts";
import { instancesContract } from "./store/instances.ts";
import { ledgersContract } from "./store/ledgers.ts";
import { capacityContract } from "./store/offerings.ts";
import { pagingContract } from "./store/paging.ts";
import { poolsContract } from "./store/pools.ts";
import { racesContract } from "./store/races.ts";
import { recordsContract } from "./store/records.ts";
import { replayedContract } from "./store/replayed.ts";
import { stateIndexContract } from "./store/state-index.ts";
import { streamContract } from "./store/stream.ts";
import type { MakeSubject } from "./store/subject.ts";
import { trialsContract } from "./store/trials.ts";

/** What every store promises (`core/ports/store.ts`). Each test has a fresh one. */
export function storeContract(name: string, makeSubject: MakeSubject): void {
  describe(name, () => {
    recordsContract(makeSubject);
    instancesContract(makeSubject);
    historiesContract(makeSubject);
    stateIndexContract(makeSubject);
    claimsContract(makeSubject);
    pagingContract(makeSubject);
    poolsContract(makeSubject);
    ledgersContract(makeSubject);
    replayedContract(makeSubject);
    alertsContract(makeSubject);
    capacityContract(makeSubject);
    blameContract(makeSubject);
    handoutsContract(makeSubject);
    demandContract(makeSubject);
    autopsiesContract(makeSubject);
    trialsContract(makeSubject);
    streamContract(makeSubject);
    racesContract(makeSubject);
  });
}
