import { type Node, nameOf, programOf, reads, within } from "./program.ts";

/** What holds the ports in our code, also when esbuild had to number it. */
const HOLDER = /^(?:ports|all|wired)\d*$/;

/** Where adapters are put behind ports. */
const WIRING = /\/wire\//;

/** Which methods of which ports the shaken code of a function calls, as `port.method`. A port that is handed on whole, so that nobody
 *  can see what becomes of it, is an error: hand on the ports, or take the method. */
export async function portsUsed(name: string, portNames: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const { body } = await programOf([`functions/${name}.ts`], WIRING);
  const taken = takenOut(body, portNames);
  const used = new Set<string>();
  const seen = new Set<Node>();
  const portOf = (node: Node): string | undefined => {
    if (node.type === "MemberExpression" && !node.computed && HOLDER.test(nameOf(node.object))) {
      const port = nameOf(node.property);
      return portNames.has(port) ? port : undefined;
    }
    return taken.get(node);
  };
  for (const node of within(body)) {
    const inner = unchained(node.type === "MemberExpression" ? (node.object as Node) : undefined);
    const port = inner && portOf(inner);
    if (!port || !inner || node.computed) continue;
    seen.add(inner);
    used.add(`${port}.${nameOf(node.property)}`);
  }
  const handedOn = [...within(body)].flatMap((node) =>
    node.type === "CallExpression"
      ? (node.arguments as readonly Node[])
      : node.type === "MemberExpression"
        ? [node]
        : [],
  );
  for (const node of handedOn) {
    const port = portOf(node);
    if (port && !seen.has(node)) throw new Error(`${name} hands on the port ${port} whole: nobody sees what it calls`);
  }
  return used;
}

const unchained = (node: Node | undefined): Node | undefined =>
  node?.type === "ChainExpression" ? (node.expression as Node) : node;

/** Identifiers that denote a port because a function took it out of its first argument, with the port. */
function takenOut(body: readonly Node[], portNames: ReadonlySet<string>): ReadonlyMap<Node, string> {
  const found = new Map<Node, string>();
  for (const node of within(body)) {
    for (const { pattern, scope } of patternsOf(node)) {
      if (!keysOf(pattern).every((key) => portNames.has(key) || ALSO_A_PORT.has(key))) continue;
      const names = new Map(
        (pattern.properties as readonly Node[])
          .filter(({ type, key }) => type === "Property" && portNames.has(nameOf(key)))
          .map(({ key, value }) => [nameOf(value), nameOf(key)]),
      );
      for (const each of reads(scope)) {
        const port = names.get(nameOf(each));
        if (port) found.set(each, port);
      }
    }
  }
  return found;
}

/** Ports that AWS is not behind. */
const ALSO_A_PORT = new Set(["clock", "counters", "plane"]);

const keysOf = (pattern: Node): readonly string[] =>
  (pattern.properties as readonly Node[]).map(({ key }) => nameOf(key));

/** `({ clock }) => …` as the first of the arguments, and `const { clock } = ports`. */
function patternsOf(node: Node): readonly { readonly pattern: Node; readonly scope: unknown }[] {
  const [first] = (node.params as readonly Node[] | undefined) ?? [];
  if (first?.type === "ObjectPattern") return [{ pattern: first, scope: node.body }];
  if (node.type !== "BlockStatement") return [];
  return (node.body as readonly Node[])
    .filter(({ type }) => type === "VariableDeclaration")
    .flatMap(({ declarations }) => declarations as readonly Node[])
    .filter(({ id, init }) => (id as Node).type === "ObjectPattern" && HOLDER.test(nameOf(init)))
    .map(({ id }) => ({ pattern: id as Node, scope: node.body }));
}
