import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What is installed from where, by what pins it. A copy of the pins lies beside it, so that other pins install it again. */
interface Installation {
  readonly pins: string;
  readonly into: string;
  readonly needs: string;
}

/** moto and ministack, in a virtual environment of their own. */
export const PYTHON: Installation = {
  pins: here("requirements.txt"),
  into: here("../../.peers/python"),
  needs: "Python 3.10 or later with venv (on Debian: python3-venv)",
};
/** event-ruler and what it needs. */
export const JARS: Installation = {
  pins: here("event-ruler/pom.xml"),
  into: here("../../.peers/jars"),
  needs: "a JDK 17 or later and Maven (on Debian: openjdk-17-jdk-headless, maven)",
};

/** Where the copy of the pins lies. */
export const stampOf = ({ into }: Installation): string => join(into, "pins");

/** Whether what is pinned now is what was installed. */
export const isInstalled = (one: Installation): boolean =>
  existsSync(stampOf(one)) && readFileSync(stampOf(one), "utf8") === readFileSync(one.pins, "utf8");

export const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", "java") : "java";
const compiles = (): boolean =>
  spawnSync(java, ["--list-modules"], { encoding: "utf8" }).stdout?.includes("jdk.compiler") ?? false;

/** Why what was to be installed cannot be asked here, as a sentence; undefined: it can. */
export function whyNo(one: Installation): string | undefined {
  if (!isInstalled(one)) return `\`npm run -s peers -- install\` installs it; that needs ${one.needs}`;
  return one === JARS && !compiles() ? `it needs ${one.needs}` : undefined;
}
