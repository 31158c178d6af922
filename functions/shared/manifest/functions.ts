import * as manifest from "../../manifest.ts";
import { type FedBy, type Feed, type FunctionRow, isFedBy } from "./row.ts";

/** Every row of the manifest, in the order of the alphabet. */
export const FUNCTIONS: readonly FunctionRow[] = Object.values(manifest);

/** Those that are fed so. */
export const functionsFedBy = <By extends Feed["by"]>(...by: readonly By[]): readonly FedBy<By>[] =>
  FUNCTIONS.filter((row): row is FedBy<By> => isFedBy(row, ...by));
