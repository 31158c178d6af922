import type * as z from "zod";
import type { Allowance } from "./allowance.ts";

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

/** What of a template decides whether its instances can ever be made what a claim asks for. */
export interface Maker {
  readonly os: "windows" | "linux";
  /** An agent on the instance reports before a claim is delivered. */
  readonly hasAgent: boolean;
}

/** What an override needs of IAM. `ours`: only what carries the tag of one of the plane's pools; `but our tag`: and never that tag
 *  itself; `names`: A records below the names of the settings; `region`: for actions that know no resource. */
export interface Permission {
  readonly actions: readonly string[];
  readonly on: readonly (
    | "instances"
    | "security groups"
    | "network interfaces"
    | "volumes"
    | "elastic addresses"
    | "hosted zones"
    | "run documents"
    | "*"
  )[];
  readonly bound?: "ours" | "ours by ssm" | "ours but our tag" | "names" | "region";
}

/** One option of `greenroom claim`. */
export interface ClaimOption {
  /** As the help writes it, such as `--eip <eipalloc>`. */
  readonly flags: string;
  readonly help: string;
  /** Left out: text. `list`, `pairs`: may be given again. */
  readonly takes?: "whole" | "list" | "pairs";
}

/** What options say together: what is asked for (undefined: nothing), or why they do not go together. */
export type Reading =
  | { readonly kind: "asked"; readonly value: unknown }
  | {
      readonly kind: "misuse";
      readonly code: "incomplete" | "contradictory";
      readonly message: string;
      readonly field: string;
      readonly fix: string;
    };

/** One thing that a claim may have changed on its instance. The request, the pool's allowance, the notice, the planner's choice, the
 *  command line, the documents and the permissions derive from it; what it takes of EC2 stands in
 *  `core/flows/steps/override-changes.ts`, and what is undone in `core/claims/undo.ts`. */
export interface Override<Value> {
  /** What a claim may ask for. Made when it is asked for: most functions read no request, and schemas are slow to make. */
  asks(): z.ZodType<Value>;
  /** The same as notices carry it. */
  published(): z.ZodType<Value>;
  /** What a pool's file must say before its claims may ask for it; left out: it may be asked for everywhere. */
  readonly allowance?: Allowance<Value, unknown>;
  /** `before-start`: by a call to AWS before the instance starts. `after-start`: by its agent, once it runs. */
  readonly stage: "before-start" | "after-start";
  /** EC2 has to be asked what is attached before it can be changed. */
  readonly measured?: true;
  /** When the lease ends. `instance`: nothing takes it back with certainty, so the instance ends too (decision 17). `undone`: taken back.
   *  `kept`: the record says it, and the instance is as good for the next claim. */
  readonly ends: "instance" | "undone" | "kept";
  /** It is one instance's at a time, so that claims ask for it one by one: what it is called. */
  readonly exclusive?: string;
  /** What has it must end before another instance can: a persistent claim waits for that. */
  readonly breakBeforeMake?: true;
  /** Another field that a request must have with it. */
  readonly requires?: { readonly field: "az"; readonly why: string };
  /** What EC2 does not permit; what no bar stands against is possible. */
  readonly bars: readonly Bar<Value>[];
  /** Whether it is so already, as far as the record knows. */
  isSo?(value: Value, known: Known): boolean;
  /** Why no instance of a template can be made it, and what to do instead. */
  unmakeable?(value: Value, maker: Maker): { readonly value: string; readonly fix: string } | undefined;
  readonly options: readonly ClaimOption[];
  /** What its options say; left out: the value of the one option. */
  read?(given: Readonly<Record<string, unknown>>): Reading;
  /** For people; left out: its name and its value. */
  text?(value: Value): string;
  /** A row of the documents: what happens, and to an instance in which state. */
  readonly doc: { readonly happens: string; readonly on: string };
  /** What changes it before the start needs. */
  readonly permissions: readonly Permission[];
  /** What the worker alone needs, once the instance runs or its lease has ended. */
  readonly laterPermissions?: readonly Permission[];
}
