import { app } from "./api/app.ts";
import { handle as notify } from "./notify.ts";
import { FUNCTIONS } from "./shared/manifest/functions.ts";
import { isMessageFed, type MessageRow } from "./shared/manifest/row.ts";
import { type HandleOf, type Route, route, textRoute } from "./shared/route.ts";

// What runs in Lambda, for whoever runs it elsewhere. Importing it loads no AWS SDK.

const routeTo = async (row: MessageRow): Promise<readonly [string, Route]> => {
  const { handle } = (await import(new URL(`${row.name}.ts`, import.meta.url).href)) as {
    readonly handle: HandleOf<MessageRow>;
  };
  return [row.name, row.contract ? route(row, handle) : textRoute(row, handle)];
};

/** Every function that is fed message by message, by name. */
export const ROUTES: ReadonlyMap<string, Route> = new Map(
  await Promise.all(FUNCTIONS.filter(isMessageFed).map(routeTo)),
);

/** Throws for a function that the manifest does not have. */
export function routeOf(name: string): Route {
  const found = ROUTES.get(name);
  if (!found) throw new Error(`the manifest has no function ${name} that messages are for`);
  return found;
}

/** Fed by the store's stream. */
export const publishStream = notify;
/** Answers HTTP. */
export const api = app;
