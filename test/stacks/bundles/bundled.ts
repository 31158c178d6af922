import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { BUNDLE } from "../../../stacks/bundle.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** A bundle in a folder, with all its parts. */
export interface Bundled {
  /** The file that Lambda imports. */
  readonly path: string;
  /** Of all parts together, also of those that are imported on first use. */
  readonly bytes: number;
  /** The source files that something of is in the bundle. */
  readonly inputs: readonly string[];
}

/** What SST gives esbuild for every function. Source: sst 4.17.1, pkg/runtime/node/build.go. */
const SST: BuildOptions = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "esnext",
  mainFields: ["module", "main"],
  keepNames: true,
  metafile: true,
  outExtension: { ".js": ".mjs" },
  absWorkingDir: ROOT,
  // For entry points outside the project, as the bench has them.
  nodePaths: [join(ROOT, "node_modules")],
  logLevel: "error",
  banner: {
    js: [
      `import { createRequire as topLevelCreateRequire } from 'module';`,
      `const require = topLevelCreateRequire(import.meta.url);`,
      `import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"`,
      `const __filename = topLevelFileUrlToPath(import.meta.url)`,
      `const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))`,
    ].join("\n"),
  },
};

/** Bundles a handler as it is deployed, with every setting of `stacks/bundle.ts`. */
export async function trimmed(entry: string, outdir: string): Promise<Bundled> {
  const { minify, splitting, sourcemap, plugins: path, esbuild } = BUNDLE;
  const { default: plugins } = (await import(join(ROOT, path))) as { default: Plugin[] };
  return bundled(entry, outdir, { minify, splitting, sourcemap, plugins, ...esbuild });
}

/** Bundles it as SST does when it is set to minify, and nothing else: one file, all names kept, nothing left out. */
export const untrimmed = (entry: string, outdir: string): Promise<Bundled> => bundled(entry, outdir, { minify: true });

async function bundled(entry: string, outdir: string, ours: BuildOptions): Promise<Bundled> {
  const { outputFiles, metafile } = await build({
    ...SST,
    ...ours,
    entryPoints: { bundle: entry },
    outdir,
    write: false,
    metafile: true,
  });
  await Promise.all(outputFiles.map(({ path, contents }) => write(path, contents)));
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return {
    path: join(outdir, "bundle.mjs"),
    bytes: outputFiles.reduce((sum, { contents }) => sum + contents.length, 0),
    inputs: [...new Set(used)],
  };
}

async function write(path: string, contents: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}
