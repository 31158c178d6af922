import type * as z from "zod";
import type { Allowance } from "./allowance.ts";

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
export type OptionsReading =
  | { readonly kind: "asked"; readonly value: unknown }
  | {
      readonly kind: "misuse";
      readonly code: "incomplete" | "contradictory";
      readonly message: string;
      readonly field: string;
      readonly fix: string;
    };

/** How an override is asked for: the request, the pool's allowance, the notice, the command line, the documents and the permissions derive
 *  from it. It is apart from the {@link Override} itself, so that functions that only move instances bring none of it to Lambda. */
export interface OverrideSurface<Value> {
  /** What a claim may ask for. Made when it is asked for: most functions read no request, and schemas are slow to make. */
  asks(): z.ZodType<Value>;
  /** The same as notices carry it. */
  published(): z.ZodType<Value>;
  /** What a pool's file must say before its claims may ask for it; left out: it may be asked for everywhere. */
  readonly allowance?: Allowance<Value, unknown>;
  /** It is one instance's at a time, so that claims ask for it one by one: what it is called. */
  readonly exclusive?: string;
  /** Another field that a request must have with it. */
  readonly requires?: { readonly field: "az"; readonly why: string };
  /** Why no instance of a template can be made it, and what to do instead. */
  unmakeable?(value: Value, maker: Maker): { readonly value: string; readonly fix: string } | undefined;
  readonly options: readonly ClaimOption[];
  /** What its options say; left out: the value of the one option. */
  read?(given: Readonly<Record<string, unknown>>): OptionsReading;
  /** For people; left out: its name and its value. */
  text?(value: Value): string;
  /** A row of the documents: what happens, and to an instance in which state. */
  readonly doc: { readonly happens: string; readonly on: string };
  /** What changes it before the start needs. */
  readonly permissions: readonly Permission[];
  /** What the worker alone needs, once the instance runs or its lease has ended. */
  readonly laterPermissions?: readonly Permission[];
}
