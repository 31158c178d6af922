// Plugins of esbuild for the bundles: what of the packages no function uses, and esbuild cannot know to be unused. Plain JavaScript, for
// SST loads it with whatever Node it finds.
import { readFileSync } from "node:fs";

const SCHEMAS = /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/;
const SDK_PACKAGE = /[\\/]@aws-sdk[\\/][\w-]+[\\/]package\.json$/;
const ZOD_JSON_SCHEMA = /[\\/]zod[\\/]v4[\\/]core[\\/](?:to-json-schema|json-schema-processors)\.js$/;

/** The SDK writes the keys of its schemas as `[_xN]`, with `const _xN = "xmlName"` above. A computed key may run code, so esbuild keeps
 *  every schema of a service, called or not: half a megabyte of EC2's. With the name in its place it keeps the ones of our commands. */
function plainKeys(text) {
  const names = new Map([...text.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]));
  return text.replace(/\[(_\w+)\]:/g, (key, name) => (names.has(name) ? `${names.get(name)}:` : key));
}

/** Clients take nothing but their version from it. */
const versionOf = (text) => JSON.stringify({ version: JSON.parse(text).version });

/** Schemas carry a way to JSON Schema, which only `docs/` and `events/schemas` are printed by. Whoever calls it in a bundle is told. */
function refused(text) {
  const names = [...text.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
  return [
    'const refuse = () => { throw new Error("JSON Schema is left out of the bundles: see stacks/leave-out.mjs"); };',
    ...names.map((name) => `export const ${name} = ${name.startsWith("create") ? "() => refuse" : "refuse"};`),
  ].join("\n");
}

const CHANGED = [
  { of: SCHEMAS, change: plainKeys, loader: "js" },
  { of: SDK_PACKAGE, change: versionOf, loader: "json" },
  { of: ZOD_JSON_SCHEMA, change: refused, loader: "js" },
];

/** esbuild asks about these alone, which saves most of the time. SST 4.17.1 asks about every file, and holds the filter against
 *  "undefined" in place of the path: see .sst/platform/functions/nodejs-runtime/plugin.mjs. */
const FILTER = /(?:schemas_\d+|package|to-json-schema|json-schema-processors)\.js(?:on)?$|^undefined$/;

export default [
  {
    name: "leave-out",
    setup(build) {
      build.onLoad({ filter: FILTER }, ({ path }) => {
        const found = CHANGED.find(({ of }) => of.test(path));
        return found && { contents: found.change(readFileSync(path, "utf8")), loader: found.loader };
      });
    },
  },
];
