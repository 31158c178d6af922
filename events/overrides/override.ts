/** What an instance is in when its overrides are applied: what EC2 permits depends on nothing else. */
export interface Situation {
  /** `hibernated`: EC2 says stopped, and the memory lies on the root volume. `between`: on its way to another state. */
  readonly power: "stopped" | "hibernated" | "running" | "between";
  readonly market: "on-demand" | "spot";
  readonly type: string;
}

/** Why EC2 does not permit a change. */
export interface Bar<Value> {
  when(situation: Situation, value: Value): boolean;
  readonly why: string;
  readonly source: string;
}

/** What is known of an instance without asking EC2. */
export interface Known {
  readonly type: string;
  /** Left out: nobody looked. */
  readonly securityGroups?: readonly string[];
}

/** What the plane does with one setting that a claim may change on its instance. How it is asked for is its surface; its call to AWS
 * is in `core/flows/steps/override-changes.ts`, and what is undone in `core/claims/undo.ts`. */
export interface Override<Value> {
  /** `before-start`: by a call to AWS before the instance starts. `after-start`: by its agent, once it runs. */
  readonly stage: "before-start" | "after-start";
  /** EC2 has to be asked what is attached before it can be changed. */
  readonly measured?: true;
  /** When the lease ends. `instance`: nothing takes it back with certainty, so the instance ends too (decision 17). `undone`: taken back.
   *  `kept`: the record says it, and the instance is as good for the next claim. */
  readonly ends: "instance" | "undone" | "kept";
  /** What has it must end before another instance can: a persistent claim waits for that. */
  readonly breakBeforeMake?: true;
  /** What EC2 does not permit; what nothing rules out is possible. */
  readonly bars: readonly Bar<Value>[];
  /** Whether it is so already, as far as the record knows. */
  isSo?(value: Value, known: Known): boolean;
}
