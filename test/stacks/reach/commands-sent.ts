import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { declaredBy, type Node, nameOf, type Program, programOf, reads, within } from "./program.ts";

/** The ports by name, as the port files list them. */
const PORTS: ReadonlySet<string> = new Set(
  ["ports.ts", "store.ts"].flatMap((file) => {
    const text = readFileSync(join(import.meta.dirname, "../../../core/ports", file), "utf8");
    const bodies = text.matchAll(/^export interface (?:Ports|Store|\w+Ports)\b[^{]*\{\n([\s\S]*?)^\}/gm);
    const body = [...bodies].map(([, each = ""]) => each).join("");
    return [...body.matchAll(/^ {2}readonly (\w+):/gm)].flatMap(([, name]) => name ?? []);
  }),
);

/** What one method of a port may send to AWS: commands of the SDK with their client, and how items of the table are touched. */
export interface Sent {
  /** `<client>:<command>`, such as `ec2:StartInstances`. */
  readonly commands: ReadonlySet<string>;
  /** Indexes of the table that are queried; the table itself is `""`. */
  readonly queried: ReadonlySet<string>;
}

/** What every method of every port that is wired in functions/shared may send, by `port.method`; and the ports' names. It is read
 *  from the shaken code: whatever a method mentions, and whatever that mentions, counts as sent. */
export async function commandsSent(): Promise<ReadonlyMap<string, Sent>> {
  const program = await programOf(wirings());
  const sent = new Map<string, Sent>();
  for (const [port, factory] of factories(program))
    for (const [method, node] of methodsOf(factory)) sent.set(`${port}.${method}`, sentBy(program, factory, node));
  return sent;
}

/** Every file of the wiring: some wire all ports, some a few. */
const wirings = (): readonly string[] =>
  readdirSync(SHARED, { recursive: true, encoding: "utf8" })
    .filter((path) => /^wire\/.+\.ts$/.test(path))
    .map((path) => `functions/shared/${path}`);
const SHARED = join(import.meta.dirname, "../../../functions/shared");

/** Ports by name with the function that makes them: wherever an object has `port: factory(…)`. */
function factories({ body, top }: Program): readonly (readonly [string, Node])[] {
  return [...within(body)].flatMap((node) => {
    if (node.type === "Property" && !PORTS.has(nameOf(node.key))) return [];
    const value = node.type === "Property" ? (node.value as Node) : undefined;
    const made = value?.type === "CallExpression" ? top.get(nameOf(value.callee)) : undefined;
    return made && methodsOf(made).length > 0 ? [[nameOf(node.key), made] as const] : [];
  });
}

/** The methods of the object that a factory answers with. */
function methodsOf(factory: Node): readonly (readonly [string, Node])[] {
  const answered = answerOf(factory);
  if (answered?.type !== "ObjectExpression") return [];
  return (answered.properties as readonly Node[]).flatMap((each) => {
    if (each.type !== "Property") return [];
    return [[nameOf(each.key), each.value as Node] as const];
  });
}

function answerOf(factory: Node): Node | undefined {
  const body = factory.body as Node | undefined;
  if (body?.type !== "BlockStatement") return body;
  const last = (body.body as readonly Node[]).findLast(({ type }) => type === "ReturnStatement");
  return last?.argument as Node | undefined;
}

const CALLS = /^calls\d*$/;
const SDK = /^@aws-sdk\/(?:client-|lib-)(.+)$/;

function sentBy(program: Program, factory: Node, method: Node): Sent {
  const shared =
    (factory.body as Node).type === "BlockStatement" ? ((factory.body as Node).body as readonly Node[]) : [];
  const locals = new Map(shared.flatMap(declaredBy));
  const calls = new Map(methodsOf(program.top.get("dynamoCalls") ?? method));
  const own = new Map([...within(method)].flatMap(declaredBy));
  const find = (name: string) => locals.get(name) ?? program.top.get(name);
  const reached = reachedFrom(method, find);
  const commands = new Set(commandsIn(program, reached));
  const queried = new Set<string>();
  for (const node of reached) {
    const { object, property } = (node.type === "CallExpression" ? node.callee : {}) as Node;
    const call = CALLS.test(nameOf(object)) ? calls.get(nameOf(property)) : undefined;
    if (!call) continue;
    const sent =
      nameOf(property) === "write"
        ? writesIn(reached)
        : commandsIn(
            program,
            reachedFrom(call, () => undefined),
          );
    for (const each of sent) commands.add(each);
    if (nameOf(property) === "query")
      queried.add(
        indexIn(
          program,
          reachedFrom(node, (name) => own.get(name) ?? find(name)),
        ),
      );
  }
  return { commands, queried };
}

const commandsIn = ({ imported }: Program, reached: readonly Node[]): readonly string[] =>
  reached.flatMap(({ type, callee }) => {
    const { from = "", name = "" } = (type === "NewExpression" && imported.get(nameOf(callee))) || {};
    const client = SDK.exec(from)?.[1];
    return client && name.endsWith("Command") ? [`${client}:${name.slice(0, -"Command".length)}`] : [];
  });

/** A node, and all that it mentions by a name that is known. */
function reachedFrom(from: Node, find: (name: string) => Node | undefined): readonly Node[] {
  const reached = new Set<Node>();
  const visit = (node: Node): void => {
    if (reached.has(node)) return;
    for (const each of within(node)) reached.add(each);
    for (const each of reads(node)) {
      const named = find(nameOf(each));
      if (named) visit(named);
    }
  };
  visit(from);
  return [...reached];
}

/** A write is one item or a transaction of several, each put, updated or deleted: `{ Put: … }`. */
const writesIn = (reached: readonly Node[]): readonly string[] =>
  reached.flatMap(({ type, key }) =>
    type === "Property" && ["Put", "Update", "Delete"].includes(nameOf(key)) ? [`dynamodb:${nameOf(key)}`] : [],
  );

function indexIn({ top }: Program, reached: readonly Node[]): string {
  const named = reached.find(({ type, key }) => type === "Property" && nameOf(key) === "IndexName");
  const value = named?.value as Node | undefined;
  return String((value?.type === "Identifier" ? top.get(nameOf(value)) : value)?.value ?? "");
}
