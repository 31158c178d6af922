import { readEnvironment } from "./environment.ts";
import { storeAndQueues } from "./parts.ts";

/** For functions that keep records and ask other functions, and no more. */
export const wiredToQueues = () => storeAndQueues(readEnvironment());
