import { instancesContract } from "./ec2/instances.ts";
import { launchesContract } from "./ec2/launches.ts";
import { listingContract } from "./ec2/listing.ts";
import { type Ec2Subject, subjects, type Ways } from "./ec2/subject.ts";

/** What the ports of EC2 promise, whichever implementation is behind them. */
export function ec2Contract(name: string, openSubject: (ways: Ways) => Promise<Ec2Subject>): void {
  const open = subjects(openSubject);
  launchesContract(name, open);
  instancesContract(name, open);
  listingContract(name, open);
}
