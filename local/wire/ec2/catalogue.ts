import type { Template } from "../../../core/model/template.ts";
import { Ec2Failure } from "./failure.ts";

/** What an account has to launch from. EC2 knows nothing of templates: it is asked for an image in a subnet. Here an image is known by
 *  the template that names it, for that says what is in it and how it behaves once it runs. */
export interface Catalogue {
  add(template: Template): void;
  /** The zone of a subnet. Throws an `Ec2Failure` for one that is not there. */
  zoneOf(subnet: string): string;
  /** The template of an image; of several, the one the launch's tags name as `<name>@<version>`, else the one added last. Throws an
   *  `Ec2Failure` for an image that is not there. */
  contentOf(image: string, named?: string): Template;
  /** Every zone there is a subnet in, in the order of their names. */
  zones(): readonly string[];
}

export function catalogue(): Catalogue {
  const images = new Map<string, Template[]>();
  const subnets = new Map<string, string>();
  return {
    add(template) {
      for (const image of Object.values(template.images)) images.set(image, [...(images.get(image) ?? []), template]);
      for (const [zone, subnet] of Object.entries(template.subnets)) subnets.set(subnet, zone);
    },
    zoneOf(subnet) {
      const zone = subnets.get(subnet);
      if (zone === undefined)
        throw new Ec2Failure("InvalidSubnetID.NotFound", `The subnet ID '${subnet}' does not exist`);
      return zone;
    },
    contentOf(image, named) {
      const templates = images.get(image) ?? [];
      const found = templates.find(({ name, version }) => `${name}@${version}` === named) ?? templates.at(-1);
      if (!found) throw new Ec2Failure("InvalidAMIID.NotFound", `The image id '[${image}]' does not exist`);
      return found;
    },
    zones: () => [...new Set(subnets.values())].sort(),
  };
}
