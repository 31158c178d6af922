import { type Command, InvalidArgumentError, Option } from "commander";
import type { ClaimOption, OptionsReading, OverrideSurface } from "../events/overrides/surface.ts";
import { surfaceOf } from "../events/overrides/surfaces.ts";
import { OVERRIDE_NAMES } from "../events/overrides/table.ts";
import { badInput, type CommandOutcome } from "./errors.ts";

/** Adds the options of every override to `greenroom claim`, in the order of the table. */
export function withOverrideOptions(command: Command): Command {
  for (const { options } of OVERRIDE_NAMES.map(surfaceOf))
    for (const option of options) command.addOption(optionFor(option));
  return command;
}

/** The overrides as the plane takes them, or which options do not go together. What the plane judges is left to it. */
export function overridesFrom(
  given: object,
): { readonly kind: "overrides"; readonly asked: object } | Extract<CommandOutcome, { kind: "failed" }> {
  const asked: [string, unknown][] = [];
  for (const name of OVERRIDE_NAMES) {
    const reading = readingOf(surfaceOf(name), { ...given });
    if (reading.kind === "misuse") {
      const { code, message, field, fix } = reading;
      return badInput(code, message, { field, fix });
    }
    asked.push([name, reading.value]);
  }
  return { kind: "overrides", asked: Object.fromEntries(asked) };
}

function readingOf(row: OverrideSurface<unknown>, given: Readonly<Record<string, unknown>>): OptionsReading {
  if (row.read) return row.read(given);
  const [only] = row.options;
  return { kind: "asked", value: only && given[new Option(only.flags).attributeName()] };
}

function optionFor({ flags, help, takes }: ClaimOption): Option {
  const option = new Option(flags, help);
  return takes ? option.argParser(PARSERS[takes]) : option;
}

const PARSERS: Readonly<Record<NonNullable<ClaimOption["takes"]>, (given: string, before: unknown) => unknown>> = {
  whole(given) {
    if (!/^[1-9]\d{0,6}$/.test(given)) throw new InvalidArgumentError("Give a whole number, at least 1.");
    return Number(given);
  },
  /** `--security-group a --security-group b` as one list. */
  list: (given, before) => (Array.isArray(before) ? [...before, given] : [given]),
  /** `--tag a=1 --tag b=2` as one map. */
  pairs(given, before) {
    const at = given.indexOf("=");
    if (at < 1) throw new InvalidArgumentError("Give a key and a value, such as team=build.");
    return { ...(before ?? {}), [given.slice(0, at)]: given.slice(at + 1) };
  },
};
