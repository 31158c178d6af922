import { describe, expect, it } from "vitest";
import { commandFailureText } from "../../cli/errors.ts";
import { readPoolFile } from "../../cli/pool-file.ts";
import { aTarget } from "../builders.ts";
import { file } from "../events/pool-files.ts";

/** What `greenroom apply` says of a file before it asks anybody. */
const said = (value: object): string => {
  const read = readPoolFile(JSON.stringify(value), "pools.yaml");
  return read.kind === "file" ? "good" : commandFailureText(read.failure);
};

const LINUX = { os: "linux", types: ["m7i.large"] };
const hibernated = (types: readonly string[], template: object = {}) => ({
  template: { types, ...template },
  pool: { target: aTarget({ hibernated: 2 }) },
});

/** People wrote these and heard of it from instances that never became ready, or from a bill.
 *  File, field, what stands there, what is said. */
const NEVER: readonly (readonly [string, Parameters<typeof file>[0], string, string, string])[] = [
  [
    "a boot script for Windows without tags",
    { template: { userData: "Write-Host hello\n" } },
    "templates.0.userData",
    '"Write-Host hello\\n"',
    "EC2Launch runs only what is in tags: put it between <powershell> and </powershell>",
  ],
  [
    "a shell script for Windows",
    { template: { userData: "#!/bin/sh\necho\n" } },
    "templates.0.userData",
    '"#!/bin/sh\\necho\\n"',
    "EC2Launch runs only what is in tags",
  ],
  [
    "a boot script for Windows whose tag stays open",
    { template: { userData: "<powershell>\nWrite-Host\n<powershell>\n" } },
    "templates.0.userData",
    '"<powershell>\\nWrite-H…"',
    "<powershell> is not closed: end the script with </powershell>",
  ],
  [
    "a boot script for Linux without #!",
    { template: { ...LINUX, userData: "echo hello\n" } },
    "templates.0.userData",
    '"echo hello\\n"',
    "cloud-init ignores it: begin with #!/bin/bash, or #cloud-config",
  ],
  [
    "a boot script for Linux in Windows' tags",
    { template: { ...LINUX, userData: "<powershell>x</powershell>" } },
    "templates.0.userData",
    '"<powershell>x</power…"',
    "these are tags of EC2Launch, on Windows: begin with #!/bin/bash, or make it os: windows",
  ],
  [
    "a boot script that is encoded already",
    { template: { ...LINUX, userData: "IyEvYmluL2Jhc2gKZWNobyBoZWxsbwo=" } },
    "templates.0.userData",
    '"IyEvYmluL2Jhc2gKZWNo…"',
    "it is in base64 already, and the plane encodes it once more: write the script itself",
  ],
  [
    "a boot script for Linux whose lines end as on Windows",
    { template: { ...LINUX, userData: "#!/bin/sh\r\necho\r\n" } },
    "templates.0.userData",
    '"#!/bin/sh\\r\\necho\\r\\n"',
    'its lines end with CR LF, so that Linux looks for a "/bin/sh\\r": end them with LF',
  ],
  [
    "types of two architectures",
    { template: { ...LINUX, types: ["m7i.large", "m6i.large", "m7g.large"] } },
    "templates.0.types.2",
    '"m7g.large"',
    "m7g.large is arm64 and m7i.large x86_64: no image starts on both",
  ],
  [
    "the first Graviton among others",
    { template: { ...LINUX, types: ["a1.large", "m5.large"] } },
    "templates.0.types.1",
    '"m5.large"',
    "m5.large is x86_64 and a1.large arm64",
  ],
  [
    "Windows on arm64",
    { template: { types: ["m7g.large"] } },
    "templates.0.types.0",
    '"m7g.large"',
    "its processor is arm64, and EC2 has no Windows for that: name a type of x86_64",
  ],
  [
    "a Mac that is to run Linux",
    { template: { ...LINUX, types: ["mac2.metal"] } },
    "templates.0.types.0",
    '"mac2.metal"',
    "a Mac runs macOS alone, and this template is os: linux: take it away",
  ],
  [
    "bare metal that is to hibernate",
    hibernated(["m7i.metal-24xl"], { os: "linux" }),
    "pools.0.target.hibernated",
    "2",
    "EC2 hibernates no bare metal, and template win names m7i.metal-24xl: take it away, or keep them stopped",
  ],
  [
    "more memory than EC2 hibernates on Linux",
    hibernated(["m7i.large", "r7i.12xlarge"], { os: "linux" }),
    "pools.0.target.hibernated",
    "2",
    "EC2 hibernates Linux with less than 150 GiB of memory, and r7i.12xlarge of template win has 384",
  ],
  [
    "more memory than EC2 hibernates on Windows",
    hibernated(["m7i.2xlarge"]),
    "pools.0.target.hibernated",
    "2",
    "EC2 hibernates Windows with at most 16 GiB of memory, and m7i.2xlarge of template win has 32",
  ],
  [
    "a region where a zone should stand",
    { template: { subnets: { "eu-west-1": "subnet-0aaa0000000000001", "eu-west-1a": "subnet-0aaa0000000000002" } } },
    "templates.0.subnets.eu-west-1",
    '"subnet-0aaa0000000000001"',
    "name the zone, such as eu-central-1a: neither its region nor its id",
  ],
  [
    "a zone's id where its name should stand",
    { template: { subnets: { "euw1-az1": "subnet-0aaa0000000000001", "eu-west-1a": "subnet-0aaa0000000000002" } } },
    "templates.0.subnets.euw1-az1",
    '"subnet-0aaa0000000000001"',
    "name the zone, such as eu-central-1a: neither its region nor its id",
  ],
  [
    "zones of another region alone",
    { template: { subnets: { "us-east-1a": "subnet-0aaa0000000000001" } } },
    "pools.0.region",
    '"eu-west-1"',
    "template win has no subnet in it",
  ],
  [
    "one subnet for two zones",
    { template: { subnets: { "eu-west-1a": "subnet-0aaa0000000000001", "eu-west-1b": "subnet-0aaa0000000000001" } } },
    "templates.0.subnets.eu-west-1b",
    '"subnet-0aaa0000000000001"',
    "a subnet lies in one zone, and eu-west-1a has this one: name the subnet of eu-west-1b",
  ],
  [
    "a role where an instance profile should stand",
    { template: { instanceProfile: "arn:aws:iam::111122223333:role/build" } },
    "templates.0.instanceProfile",
    '"arn:aws:iam::111122223333:role/build"',
    "must be an instance profile, by name or ARN: that of a role is another",
  ],
  [
    "a money ceiling below one instance",
    {
      template: { usdPerHour: { running: 2, stopped: 0.1 } },
      pool: { max: { instances: 5, usdPerHour: 1 } },
    },
    "pools.0.max.usdPerHour",
    "1",
    "one running instance of template win costs 2: raise it to that at least, or no launch ever fits",
  ],
  [
    "a ceiling below the target",
    { pool: { target: aTarget({ stopped: 6 }) } },
    "pools.0.max.instances",
    "5",
    "the targets add up to 6: raise it to that, or lower a target",
  ],
  [
    "reuse of what nobody says is clean",
    { pool: { onRelease: "reuse" } },
    "pools.0.onRelease",
    '"reuse"',
    "template win has no scrub by signals, and EC2 does not know whether an instance is clean",
  ],
  [
    "Windows that is to be stopped in the middle of sysprep",
    { template: { ready: { by: "ec2-state" } } },
    "pools.0.target.stopped",
    "2",
    "template win is Windows, and ready by ec2-state is long before its first boot is over: it would be stopped in the middle of sysprep",
  ],
  [
    "Windows that is to hibernate in the middle of sysprep",
    { template: { ready: { by: "ec2-state" } }, pool: { target: aTarget({ hibernated: 1 }) } },
    "pools.0.target.hibernated",
    "1",
    "template win is Windows, and ready by ec2-state is long before its first boot is over",
  ],
];

describe("a pool file that can never work is refused with the field, the line, the value and the fix", () => {
  it.each(NEVER)("%s", (_, changes, field, value, why) => {
    expect(said(file(changes))).toMatch(/^greenroom: pools\.yaml has a problem\n/);
    expect(said(file(changes))).toContain(`\n  ${field} (line 1) is ${value}: ${why}`);
  });
});
