import * as z from "zod";
import type { Override } from "../override.ts";
import type { OverrideSurface } from "../surface.ts";

/** GiB. Grown in place: EBS makes no volume larger than 64 TiB. Source: EBS User Guide, "Amazon EBS volume types". */
const gib = () => z.int().min(1).max(65_536);

/** A larger root volume. */
export const rootVolumeGiBRow = {
  stage: "before-start",
  measured: true,
  ends: "instance",
  bars: [
    {
      when: ({ power }) => power === "hibernated",
      why: "its memory lies on the root volume",
      source: "EC2 User Guide, Hibernate your Amazon EC2 instance, which does not say what the guest makes of it",
    },
  ],
} as const satisfies Override<number>;

/** How it is asked for. */
export const rootVolumeGiBSurface = {
  asks: gib,
  published: () => z.int(),
  allowance: {
    field: "rootVolumeGiB",
    schema: gib,
    forbidden: (wanted: number, most: number = 0) => (wanted <= most ? undefined : String(wanted)),
    texts: (most?: number) => (most === undefined ? [] : [`up to ${most}`]),
  },
  options: [
    {
      flags: "--root-gib <n>",
      help: "what the root volume grows to, GiB; the guest grows its file system itself",
      takes: "whole",
    },
  ],
  doc: {
    happens:
      "ModifyVolume, after a look at the size; never smaller. **The guest must grow its partition and file system** (cloud-init does so at boot on Linux; on Windows use `Resize-Partition`)",
    on: "any but hibernated",
  },
  permissions: [
    { actions: ["ec2:ModifyVolume"], on: ["volumes"], bound: "ours" },
    { actions: ["ec2:DescribeVolumes"], on: ["*"], bound: "region" },
  ],
} as const satisfies OverrideSurface<number>;
