import { posix } from "node:path";
import { eachOf, places, type Rule, type Source } from "./tree.ts";

export const LINES_MAX = 250;
const METHODS_MAX = 5;
/** An export this short says all there is to say. */
const PLAIN_LINES_MAX = 5;
/** What a row is about is said in the file of its function. */
const MANIFEST = "functions/manifest.ts";

export const linesOf = ({ text }: Source): number => text.trimEnd().split("\n").length;

export const lengthRule: Rule = {
  name: `no file is longer than ${LINES_MAX} lines`,
  check: eachOf((file) => {
    const lines = linesOf(file);
    return lines > LINES_MAX ? [`${file.path} has ${lines} lines: split it by what it does, not by size.`] : [];
  }),
};

export const nameRule: Rule = {
  name: "every name says something",
  check: eachOf(({ path }) =>
    path.split("/").some((part) => /(?:^|-)(?:utils?|helpers?|common|misc)(?:\.|$)|^types(?:\.|$)/.test(part))
      ? [`${path} says nothing of what is in it: name it after that, or put each thing where it is used.`]
      : [],
  ),
};

export const barrelRule: Rule = {
  name: "no file only passes on what others export",
  check: eachOf(({ path, code }) => {
    const passesOn = /^export\b[^;=]*?\bfrom\b.*$/gm;
    const rest = code.replaceAll(passesOn, "").replaceAll(/^import\b[^;]*;/gm, "");
    return passesOn.test(code) && rest.trim() === ""
      ? [`${path} is a barrel: import from where a resource lives.`]
      : [];
  }),
};

export const typedRule: Rule = {
  name: "nothing is any, and no complaint of the compiler is waved through",
  check: eachOf((file) => [
    ...places(file.path, file.code, /(?::|<|\bas|\||&|,|=>|=)\s*any\b(?!\w)|\bany\[\]/).map(
      (at) => `${at} says any: say what it is, or unknown and find out.`,
    ),
    ...places(file.path, file.comments, /@ts-(?:ignore|nocheck)|biome-ignore/).map(
      (at) => `${at} silences a check: mend what it complains of.`,
    ),
  ]),
};

export const finishedRule: Rule = {
  name: "no test is skipped or alone, and nothing is left to do",
  check: eachOf((file) => [
    ...places(
      file.path,
      file.code,
      /\b(?:it|test|describe|suite)\.(?:skip|only|todo|fails)\b|\bx(?:it|describe)\(/,
    ).map((at) => `${at} leaves tests out: run them all, or use skipIf with what is missing.`),
    ...places(file.path, file.comments, /\b(?:TODO|FIXME|XXX)\b/).map(
      (at) => `${at} puts work off: do it, or file it.`,
    ),
  ]),
};

/** Folders whose tests wait for a server that a project of their own starts. */
const WITH_SERVERS = /^test\/(?:.*\/dynamo|peers\/(?:moto|ministack|event-ruler))\//;

/** A test that needs longer than the project `fast` allows has to ask for it, and is slow. */
export const slowRule: Rule = {
  name: "a test that sets a time limit of its own says by its name that it is slow",
  check: eachOf((file) =>
    file.path.endsWith(".test.ts") && !file.path.endsWith(".slow.test.ts") && !WITH_SERVERS.test(file.path)
      ? places(file.path, file.code, /\b(?:test|hook)Timeout:|\{ timeout:|^ *\}, [\d_A-Z]+\);/).map(
          (at) => `${at} asks for more time: make it faster, or call the file *.slow.test.ts.`,
        )
      : [],
  ),
};

export const documentedRule: Rule = {
  name: "every export of core, adapters and functions that is not plain says what it is",
  check: eachOf((file) =>
    /^(?:core|adapters|functions)\//.test(file.path) && file.path !== MANIFEST
      ? exportsOf(file)
          .filter(({ lines, documented }) => lines > PLAIN_LINES_MAX && !documented)
          .map(({ name, at }) => `${file.path}:${at} exports ${name} without a word: say what it is for above it.`)
      : [],
  ),
};

export const portRule: Rule = {
  name: `a port has at most ${METHODS_MAX} methods`,
  check: eachOf(({ path, code }) =>
    path.startsWith("core/ports/")
      ? [...code.matchAll(/^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)].flatMap(([, name, body = ""]) => {
          const methods = body.match(/^ {2}\w+(?:<.*>)?\(/gm)?.length ?? 0;
          return methods > METHODS_MAX ? [`${path} has ${methods} methods in ${name}: cut it by who uses it.`] : [];
        })
      : [],
  ),
};

/** Ports are held by the contract suites of their adapters. */
export const mirrorRule: Rule = {
  name: "every folder of core has its tests in the same place under test",
  check: (files) => {
    const tested = files.filter(({ path }) => path.endsWith(".test.ts")).map(({ path }) => posix.dirname(path));
    const folders = files.flatMap(({ path }) => path.match(/^core\/(?!ports\/)[^/]+(?=\/)/) ?? []);
    return [...new Set(folders)]
      .filter((folder) => !tested.some((at) => at === `test/${folder}` || at.startsWith(`test/${folder}/`)))
      .map((folder) => `${folder} has no tests: put them into test/${folder}.`);
  },
};

/** Exported functions, constants, classes and interfaces with the lines they take. An interface may be documented member by member. */
function exportsOf({ text }: Source) {
  const all = text.split("\n");
  return all.flatMap((line, index) => {
    const [, kind, name] = EXPORTED.exec(line) ?? [];
    if (!kind || !name) return [];
    const after = all.slice(index + 1);
    const end = after.findIndex(
      (next, at) => /^[^\s)}\]]/.test(next) || (next === "" && !/^\s/.test(after[at + 1] ?? "")),
    );
    const body = after.slice(0, end < 0 ? after.length : end);
    const above = all[index - 1]?.trimEnd().endsWith("*/") ?? false;
    const within = kind === "interface" && body.some((next) => next.includes("/**"));
    return [{ name, at: index + 1, lines: body.length + 1, documented: above || within }];
  });
}
const EXPORTED = /^export (?:async )?(function|class|interface|const) (\w+)/;
