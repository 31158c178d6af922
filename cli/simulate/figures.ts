import type { Evaluation, PolicyName } from "./evaluate.ts";

/** What `greenroom simulate` was asked for. */
export interface SimulateOptions {
  readonly trace: string;
  readonly bucket: number;
  readonly scale: number;
  readonly batch: number;
  readonly lead: number;
  readonly hit: number;
  readonly policy: PolicyName;
  readonly warmupDays?: number;
  /** USD of an instance hour that waits or boots. */
  readonly price?: number;
  readonly seed: number;
  readonly targets?: string;
  readonly html?: string;
  readonly compare?: true;
}

/** One policy's figures as they are printed. */
export interface PolicyFigures extends Evaluation {
  readonly trace: string;
  readonly leadSeconds: number;
  readonly hitTarget: number;
  readonly policy: PolicyName;
  readonly seed: number;
  readonly usdPerDay?: { readonly policy: number; readonly bestStatic: number };
}
