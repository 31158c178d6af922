import { afterEach } from "vitest";
import type { Template } from "../../../core/model/template.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import type { Ec2Instance, LaunchRequest } from "../../../core/ports/ec2.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import type { Capacity } from "../../../local/world/ec2.ts";
import type { Lies } from "../../../local/world/lies.ts";
import { anIntent, aTemplate } from "../../builders.ts";

/** EC2 behind the ports, in a world whose time is the test's. */
export interface Ec2Subject {
  readonly ports: Pick<
    Ports,
    "launcher" | "power" | "modifications" | "attachments" | "lookup" | "console" | "listing"
  >;
  /** Where instances can be launched; absent: where aTemplate() says. */
  readonly places?: GrantTargets;
  /** What can be put on an instance; absent: anything that has the form of its id. */
  readonly resources?: Resources;
  /** Does it, and lets so much time pass. */
  during<Answer>(forMs: number, work: () => Promise<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

type GrantTargets = Pick<Template, "subnets" | "securityGroups">;

/** Security groups, a network interface, and the allocation of an Elastic IP. */
export interface Resources {
  readonly groups: readonly string[];
  readonly eni: string;
  readonly eip: string;
}

const ANY: Resources = { groups: ["sg-1", "sg-2"], eni: "eni-0123456789abcdef0", eip: "eipalloc-0123456789abcdef0" };

/** A launch of one instance of Linux. */
export const linux = (changes: Partial<LaunchRequest> = {}): LaunchRequest => ({
  intent: anIntent({ count: 1 }),
  template: aTemplate({ os: "linux" }),
  tags: { "greenroom:pool": "win-build" },
  ...changes,
});

/** How a world is: what it has room for, and what it hides. */
export interface Ways {
  readonly capacity?: Capacity;
  readonly lies?: Lies;
}

/** Opens subjects for a suite, and closes them after each case. */
export function subjects(openSubject: (ways: Ways) => Promise<Ec2Subject>) {
  const opened: Ec2Subject[] = [];
  afterEach(async () => {
    for (const subject of opened.splice(0)) await subject.close();
  });
  return async function open(ways: Ways = {}) {
    const subject = await openSubject(ways);
    opened.push(subject);
    const { ports, during, places = aTemplate(), resources = ANY } = subject;
    const { subnets, securityGroups } = places;
    const there = (request: LaunchRequest) => ({
      ...request,
      template: { ...request.template, subnets, securityGroups },
    });
    const launch = (request = linux()) => during(0, () => ports.launcher.launch(there(request)));
    /** The one instance of a launch, a while after it. */
    async function launched(forMs = MINUTE_MS, request = linux()): Promise<Ec2Instance> {
      const done = await during(forMs, () => ports.launcher.launch(there(request)));
      if (done.kind !== "launched" || !done.instances[0]) throw new Error("nothing was launched");
      return done.instances[0];
    }
    async function stopped(): Promise<string> {
      const { id } = await launched();
      await during(2 * MINUTE_MS, () => ports.power.stop(id, { hibernate: false }));
      return id;
    }
    const state = async (id: string) => {
      const row = await during(0, () => ports.lookup.look(id));
      return row === "unknown" ? row : row.observed.state;
    };
    return { ...subject, resources, securityGroups, launch, launched, stopped, state };
  };
}
export type Open = ReturnType<typeof subjects>;

/** What was thrown. */
export const thrown = (work: Promise<unknown>) =>
  work.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );
