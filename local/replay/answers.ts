import type { Instant } from "../../core/model/time.ts";
import { PortError } from "../../core/ports/errors.ts";
import type { Clock } from "../../core/ports/ports.ts";
import type { Ec2Answered } from "../../events/recording/ec2-answered.v1.ts";
import { ANSWER_WAIT_MS } from "./bounds.ts";
import { ec2Through, type RecordedCall, type ReplayedEc2Ports, Waiting } from "./calls.ts";

interface Asked {
  readonly call: RecordedCall;
  readonly until: Instant;
  answer(detail: Ec2Answered): void;
  /** Answers as EC2 would if all goes well. */
  answerNominally(): void;
}

/** EC2 as a recording has it: a call waits for the line that answers it, so that what happened in between happens in between. */
export interface RecordedEc2 {
  readonly ports: ReplayedEc2Ports;
  /** A line answers a call; false: nobody asked. */
  answered(detail: Ec2Answered): boolean;
  /** When the call that waits longest has waited too long. */
  due(): Instant | undefined;
  /** Answers that call nominally. */
  giveUp(): void;
  /** Calls that were answered by nobody's record. */
  nominal(): number;
  waiting(): number;
}

/** `waits`: whether answers are recorded at all; if not, every call is answered nominally, at once. */
export function recordedEc2(clock: Clock, nominalPorts: ReplayedEc2Ports, waits: () => boolean): RecordedEc2 {
  const byKey = new Waiting<Asked>();
  const byAge = new Set<Asked>();
  let nominal = 0;

  function ask<Answer>(call: RecordedCall, work: (ports: ReplayedEc2Ports) => Promise<Answer>): Promise<Answer> {
    const nominally = (): Promise<Answer> => {
      nominal += 1;
      return work(nominalPorts);
    };
    if (!waits()) return nominally();
    return new Promise<Answer>((resolve, reject) => {
      const asked: Asked = {
        call,
        until: clock.now() + ANSWER_WAIT_MS,
        answer: ({ answer, error }) => (error ? reject(portError(error)) : resolve(answer as Answer)),
        answerNominally: () => void nominally().then(resolve, reject),
      };
      byKey.add(call, asked);
      byAge.add(asked);
    });
  }
  const forget = (asked: Asked): void => {
    byKey.delete(asked.call, asked);
    byAge.delete(asked);
  };
  const oldest = (): Asked | undefined => byAge.values().next().value;

  return {
    ports: ec2Through(ask),
    answered(detail) {
      const asked = byKey.at(detail, detail.ordinal);
      if (!asked) return false;
      forget(asked);
      asked.answer(detail);
      return true;
    },
    due: () => oldest()?.until,
    giveUp() {
      const asked = oldest();
      if (!asked) return;
      forget(asked);
      asked.answerNominally();
    },
    nominal: () => nominal,
    waiting: () => byAge.size,
  };
}

const portError = ({ fate, code, message, retryAfterMs }: NonNullable<Ec2Answered["error"]>): PortError =>
  new PortError(fate, code, message, retryAfterMs === undefined ? {} : { retryAfterMs });
