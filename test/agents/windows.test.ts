import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Language, type Node, Parser } from "web-tree-sitter";

const at = (path: string) => fileURLToPath(new URL(`../../agents/${path}`, import.meta.url));
const read = (path: string) => readFileSync(at(path), "utf8");
const SCRIPTS = ["windows/greenroom-agent.ps1", "windows/greenroom-aws.ps1", "windows/greenroom-access.ps1"];

let parser: Parser;
beforeAll(async () => {
  await Parser.init();
  parser = new Parser();
  const grammar = createRequire(import.meta.url).resolve("tree-sitter-powershell/tree-sitter-powershell.wasm");
  parser.setLanguage(await Language.load(grammar));
});

/** Where the grammar cannot follow, as line and text. */
const faults = (text: string): readonly string[] => {
  const tree = parser.parse(text);
  if (!tree) return ["nothing was parsed"];
  const found: string[] = [];
  const walk = (node: Node): void => {
    if (node.isError || node.isMissing) found.push(`${node.startPosition.row + 1}: ${node.text.slice(0, 80)}`);
    else for (const child of node.children) if (child?.hasError) walk(child);
  };
  walk(tree.rootNode);
  return tree.rootNode.hasError && found.length === 0 ? ["somewhere"] : found;
};
/** The names of functions a script defines, and of commands with a hyphen that it calls. */
function named(text: string): { readonly defined: readonly string[]; readonly called: readonly string[] } {
  const [defined, called]: [string[], string[]] = [[], []];
  const walk = (node: Node): void => {
    if (node.type === "function_name") defined.push(node.text);
    if (node.type === "command_name" && /^[A-Z][a-z]+-[A-Z]\w+$/.test(node.text)) called.push(node.text);
    for (const child of node.children) if (child) walk(child);
  };
  walk(parser.parse(text)!.rootNode);
  return { defined, called };
}
/** Windows PowerShell's own that the agent may use. */
const OWN = [
  "Add-Content",
  "ConvertFrom-Json",
  "ConvertTo-Json",
  "Get-Content",
  "Get-Item",
  "Get-WinEvent",
  "Join-Path",
  "Move-Item",
];
OWN.push(
  "New-Item",
  "New-Object",
  "Out-Null",
  "Remove-Item",
  "Set-Content",
  "Set-Date",
  "Set-StrictMode",
  "Start-Service",
  "Start-Sleep",
);
OWN.push("Test-Path", "Where-Object", "Write-Error", "Write-Output", "ForEach-Object");
/** Of the module Microsoft.PowerShell.LocalAccounts, and of AWS's for Secrets Manager. */
OWN.push("ConvertTo-SecureString", "Get-LocalUser", "Set-LocalUser", "Enable-LocalUser", "Write-SECSecretValue");

describe("the agent on Windows, which nobody has run here", () => {
  it.each(SCRIPTS)("says so, and is PowerShell by its grammar: %s", (path) => {
    expect(read(path)).toContain("THIS SCRIPT HAS NOT BEEN RUN");
    expect(faults(read(path))).toEqual([]);
  });

  it.each([
    ["a brace that is not closed", (text: string) => text.replace("function Set-Clock {", "function Set-Clock {{")],
    ["a string that does not end", (text: string) => text.replace("'in-use' = 15", "'in-use = 15")],
    ["a stray keyword", (text: string) => text.replace("switch ($Command) {", "switch switch ($Command) {")],
  ])("is not by its grammar any more with %s", (_, broken) => {
    const whole = read(SCRIPTS[0]!);
    expect(broken(whole)).not.toBe(whole);
    expect(faults(broken(whole))).not.toEqual([]);
  });

  it("calls no function that nobody has", () => {
    const all = SCRIPTS.map((path) => named(read(path)));
    const known = new Set([...OWN, ...all.flatMap(({ defined }) => defined)]);
    expect(all.flatMap(({ called }) => called).filter((name) => !known.has(name))).toEqual([]);
    expect(all.flatMap(({ called }) => called).length).toBeGreaterThan(50);
  });

  it("asks the same paths of the plane and of the metadata as the one on Linux, which is tested", () => {
    const linux = read("linux/greenroom-agent.sh");
    const windows = SCRIPTS.map(read).join("\n");
    for (const part of [
      "/bootstrap",
      "/signals",
      "/starts/",
      "/user-data",
      "tags/instance/greenroom:pool",
      "api/token",
      "169.254.169.123",
      "x-greenroom-launch-token",
      "^[A-Za-z0-9_-]{1,100}$",
    ]) {
      expect(linux).toContain(part);
      expect(windows).toContain(part);
    }
  });

  it("makes access by the rules of the one on Linux: put down before it is set, printed by none of its own lines", () => {
    const text = read("windows/greenroom-access.ps1");
    const [put, set] = [text.indexOf("Write-SECSecretValue -SecretId"), text.indexOf("Set-LocalUser")];
    expect(put).toBeGreaterThan(0);
    expect(set).toBeGreaterThan(put);
    const printed = text.split("\n").filter((line) => /Write-Line|Send-Report|Stop-Failed|Write-Output/.test(line));
    expect(printed.filter((line) => /\$password|\$text|New-Password/.test(line))).toEqual([]);
  });
});
