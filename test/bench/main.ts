/** `npm run -s bench -- NAME [--json] [its own flags]`: runs one bench and prints what it found, as tables or as one JSON document. */
const BENCHES = {
  bundles: () => import("./bundles.ts"),
  claims: () => import("./claims.ts"),
  events: () => import("./events.ts"),
  faults: () => import("./faults.ts"),
  forecast: () => import("./forecast.ts"),
  handover: () => import("./handover.ts"),
  idle: () => import("./idle.ts"),
  reconcile: () => import("./reconcile.ts"),
  replay: () => import("./replay.ts"),
} as const;

const [name = "", ...flags] = process.argv.slice(2);
if (!(name in BENCHES)) {
  console.error(`bench: name one of ${Object.keys(BENCHES).join(", ")}, as in: npm run -s bench -- claims --json`);
  process.exit(2);
}
const { bench } = await BENCHES[name as keyof typeof BENCHES]();
const result = await bench(flags.filter((flag) => flag !== "--json"));
if (flags.includes("--json")) console.log(JSON.stringify(result));
else
  for (const [title, rows] of Object.entries(result)) {
    console.log(title);
    console.table(rows);
  }

export {};
