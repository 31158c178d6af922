import { describe, expect, it } from "vitest";
import { alertMail } from "../../../adapters/messages/alert-text.ts";
import { type Alert, alertId } from "../../../core/model/alert.ts";
import { reason } from "../../../core/model/reason.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { alertNotice } from "../../../core/notices/alert-notice.ts";
import { EPOCH, POOL } from "../../builders.ts";

const alert = (state: Alert["state"], from: Alert["last"]["from"]): Alert => ({
  id: alertId("breaker-open", POOL),
  kind: "breaker-open",
  subject: POOL,
  state,
  since: EPOCH,
  version: 2,
  last: {
    name: state,
    from,
    to: state,
    at: EPOCH + MINUTE_MS,
    cause: "alert-tick:1",
    reasons: [reason("breaker-trial", { failures: 5 })],
  },
});

describe("what people are sent", () => {
  it("is what is so, why, since when, and what to do", () => {
    expect(alertMail(alertNotice(alert("raised", "none"))!)).toEqual({
      subject: "Alert: breaker-open (win-build)",
      body: `win-build: launches have stopped, because preparations keep failing.
- one launch on trial after 5 preparations failed in a row
Since 2026-01-05T09:00:00.000Z.
What to do: greenroom list POOL --state quarantined, then greenroom show ID: mend the image, the boot script or the evidence, and apply.
`,
    });
  });

  it("is that it is over, and how long it was so", () => {
    expect(alertMail(alertNotice(alert("over", "raised"))!)).toEqual({
      subject: "Over: breaker-open (win-build)",
      body: `win-build: over: launches have stopped, because preparations keep failing.
- one launch on trial after 5 preparations failed in a row
From 2026-01-05T09:00:00.000Z to 2026-01-05T09:01:00.000Z.
`,
    });
  });

  it.each([
    ["pending", "none"],
    ["over", "pending"],
  ] as const)("is nothing of what is %s after %s", (state, from) => {
    expect(alertNotice(alert(state, from))).toBeUndefined();
  });
});
