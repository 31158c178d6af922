import { spawnSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isInstalled, JARS, PYTHON, stampOf } from "./installed.ts";

/** Installs the peers that npm does not, where that is due. Answers what could not be installed and why, as sentences. */
export function install(): readonly string[] {
  return [...python(), ...jars()];
}

function python(): readonly string[] {
  if (isInstalled(PYTHON)) return [];
  rmSync(PYTHON.into, { recursive: true, force: true });
  const pip = join(PYTHON.into, "bin", "pip");
  const done =
    run("python3", "-m", "venv", PYTHON.into) &&
    run(pip, "install", "--quiet", "--disable-pip-version-check", "--no-compile", "--no-deps", "-r", PYTHON.pins);
  if (!done) return [`moto and ministack could not be installed. They need ${PYTHON.needs}.`];
  copyFileSync(PYTHON.pins, stampOf(PYTHON));
  return [];
}

function jars(): readonly string[] {
  if (isInstalled(JARS)) return [];
  rmSync(JARS.into, { recursive: true, force: true });
  const copy = "dependency:copy-dependencies";
  if (!run("mvn", "--quiet", "--batch-mode", "-f", JARS.pins, copy, `-DoutputDirectory=${JARS.into}`))
    return [`event-ruler could not be installed. It needs ${JARS.needs}.`];
  copyFileSync(JARS.pins, stampOf(JARS));
  return [];
}

/** Whether it went well; what it says goes to standard error. */
const run = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: ["ignore", 2, 2] }).status === 0;
