import type { Action } from "../../model/action.ts";
import type { Ports } from "../../ports/ports.ts";

/** A DNS name that points at another instance by now, because its claim was served anew or somebody else took it, is left alone. */
export async function unname(
  ports: Pick<Ports, "attachments" | "names">,
  { dns, target, instance }: Extract<Action, { do: "unname" }>,
): Promise<"asked" | "already" | "refused"> {
  const held = target.startsWith("eipalloc-") ? await ports.attachments.addressOf(target) : undefined;
  if (held?.kind === "mistaken") return "refused";
  if (held?.instance !== undefined && held.instance !== instance) return "already";
  const { kind } = await ports.names.unpoint(dns, held?.ip ?? target);
  return kind === "mistaken" ? "refused" : kind;
}

/** Tags that the instance had before get their values back. */
export async function untag(
  ports: Pick<Ports, "instances" | "modifications">,
  { instance: id, leaseEpoch, keys }: Extract<Action, { do: "untag" }>,
): Promise<"asked" | "dropped" | "unknown" | "refused"> {
  const instance = await ports.instances.find(id);
  if (!instance || instance.leaseEpoch !== leaseEpoch || instance.lease) return "dropped";
  const had = Object.entries(instance.tags).filter(([key]) => keys.includes(key));
  const added = keys.filter((key) => instance.tags[key] === undefined);
  const answers = [
    ...(added.length > 0 ? [await ports.modifications.untag(id, added)] : []),
    ...(had.length > 0 ? [await ports.modifications.tag(id, Object.fromEntries(had))] : []),
  ];
  const [worst] = answers.filter(({ kind }) => kind !== "asked");
  if (!worst) return "asked";
  return worst.kind === "unknown" ? "unknown" : "refused";
}
