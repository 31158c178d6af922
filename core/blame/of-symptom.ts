import type { Blame } from "../model/blame/blame.ts";
import { SYMPTOM_ROWS, type Symptom } from "../model/blame/symptoms.ts";
import { blameOf } from "./of-error.ts";
import type { FailureNames } from "./worded.ts";

const BY_SYMPTOM = new Map(SYMPTOM_ROWS.flatMap((row) => row.codes.map((symptom) => [symptom, row] as const)));

/** Whose fault a symptom is, where EC2 gives no reason for it. Every symptom has a row; a table without one does not start. */
export function blameForSymptom(symptom: Symptom, named: FailureNames = {}): Blame {
  const row = BY_SYMPTOM.get(symptom);
  if (!row) throw new RangeError(`no row names the symptom ${symptom}`);
  return blameOf(row, symptom, { named }, true);
}
