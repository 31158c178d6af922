import type { Envelope } from "../../../events/envelope.ts";
import { matches, type Pattern } from "./pattern.ts";

export const LOCAL_ACCOUNT = "111122223333";

/** A queue that a rule sends to, and where what it does not take is laid down. */
export interface RuleTarget {
  readonly arn: string;
  readonly url: string;
  readonly deadUrl?: string;
}

export interface BridgeRule {
  readonly name: string;
  readonly bus: string;
  readonly pattern: Pattern;
  readonly targets: readonly RuleTarget[];
}

/** Sends to a queue, or throws what kept it from being sent, by its code as the error's name. */
export type SendTo = (url: string, text: string, attributes?: Readonly<Record<string, string>>) => Promise<void>;

/** Source: EventBridge User Guide, "EventBridge quotas", Targets per rule. */
const TARGETS_MAX = 5;

/** The buses of one account: rules, and what they send where. */
export interface Bridge {
  /** Throws for a pattern that cannot be used, and for more targets than a rule may have. */
  putRule(rule: BridgeRule): void;
  rules(): readonly BridgeRule[];
  /** Sends an event on a bus to the targets of every rule that wants it, or of those named alone; answers how many rules wanted it. */
  put(bus: string, event: Envelope, rules?: readonly string[]): Promise<number>;
}

export function bridge(region: string, send: SendTo): Bridge {
  const rules = new Map<string, BridgeRule>();
  return {
    putRule(rule) {
      matches(rule.pattern, {});
      if (rule.targets.length > TARGETS_MAX) throw new Error(`a rule has at most ${TARGETS_MAX} targets: ${rule.name}`);
      rules.set(`${rule.bus}/${rule.name}`, rule);
    },
    rules: () => [...rules.values()],
    async put(bus, event, named) {
      const text = JSON.stringify(event);
      const wanting = [...rules.values()].filter(
        (rule) => rule.bus === bus && (named?.includes(rule.name) ?? true) && matches(rule.pattern, event),
      );
      for (const rule of wanting) for (const target of rule.targets) await deliver(rule, target, text);
      return wanting.length;
    },
  };

  /** Source: EventBridge User Guide, "Using dead-letter queues to process undelivered events". */
  async function deliver({ name, bus }: BridgeRule, { arn, url, deadUrl }: RuleTarget, text: string): Promise<void> {
    try {
      await send(url, text);
    } catch (error) {
      if (deadUrl === undefined) return;
      const { name: code = "SDK_CLIENT_ERROR", message = "" } = error as Partial<Error>;
      await send(deadUrl, text, {
        RULE_ARN: ruleArn(region, bus, name),
        TARGET_ARN: arn,
        ERROR_CODE: code,
        ERROR_MESSAGE: message,
      });
    }
  }
}

export const ruleArn = (region: string, bus: string, name: string): string =>
  `arn:aws:events:${region}:${LOCAL_ACCOUNT}:rule/${bus === "default" ? "" : `${bus}/`}${name}`;
