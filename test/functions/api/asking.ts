import type { Pool } from "../../../core/model/pool.ts";
import type { Instant } from "../../../core/model/time.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import type { ClaimDetails } from "../../../events/notices/claim-changed.v1.ts";
import type { InstanceDetails } from "../../../events/notices/instance-changed.v1.ts";
import { api } from "../../../functions/routes.ts";
import { anInstance, aPool, aTemplate, EPOCH, instanceNo } from "../../builders.ts";
import { clockAt, type RecordedPlane, recordedPlane } from "../../recorded-plane.ts";

interface SweepBody {
  readonly id: string;
  readonly state: string;
  readonly isComplete: boolean;
  readonly shards: readonly object[];
  readonly findings: object;
}

/** Everything any answer of the API may hold. */
interface Body {
  readonly claim: ClaimDetails;
  readonly instance: InstanceDetails;
  readonly instances: readonly InstanceDetails[];
  readonly claims: readonly ClaimDetails[];
  readonly marker?: string;
  readonly reasons: readonly { readonly code: string; readonly text: string }[];
  readonly accepted: boolean;
  readonly verdict: { readonly kind: string; readonly reasons: Body["reasons"] };
  readonly history: readonly { readonly to: string }[];
  readonly believed: { readonly kind: string; readonly state?: string; readonly reasons: Body["reasons"] };
  readonly sweep: SweepBody;
  readonly sweeps: readonly SweepBody[];
  readonly isNew: boolean;
  readonly launches: readonly object[];
  readonly pools: readonly { readonly id: string }[];
  readonly warnings: readonly { readonly field: string; readonly message: string }[];
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly field?: string;
    readonly fix?: string;
    readonly problems: readonly { readonly field: string }[];
  };
}

/** The API over memory, and the few things its tests do with it. */
export interface Asking extends RecordedPlane {
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Body }>;
  /** The same, answered as text. */
  text(method: string, path: string, headers?: Record<string, string>): Promise<{ status: number; body: string }>;
  warm(n: number): Promise<unknown>;
  setPool(changes?: Partial<Pool>): Promise<void>;
}

export function asking(now: Instant = EPOCH, overrides: Partial<Ports> = {}): Asking {
  const bench = recordedPlane(clockAt(now), overrides);
  const plane = api(bench.ports);
  return {
    ...bench,
    async ask(method, path, body, headers = {}) {
      const given = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
      const answer = await plane.fetch(new Request(`http://plane${path}`, { method, headers, ...given }));
      return { status: answer.status, body: (await answer.json()) as Body };
    },
    async text(method, path, headers = {}) {
      const answer = await plane.fetch(new Request(`http://plane${path}`, { method, headers }));
      return { status: answer.status, body: await answer.text() };
    },
    warm: (n) =>
      bench.ports.records.commit({
        instance: anInstance({
          id: instanceNo(n),
          tier: "stopped",
          state: "warm",
          version: 1,
          observed: { state: "stopped", at: EPOCH },
        }),
      }),
    async setPool(changes = {}) {
      await bench.ports.templates.save(aTemplate());
      await bench.ports.pools.save(aPool({ version: 1, ...changes }));
    },
  };
}
