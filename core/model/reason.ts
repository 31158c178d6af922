/** Why something was decided: a code a machine can act on, and the figures behind it. */
export interface Reason {
  readonly code: ReasonCode;
  readonly detail?: Readonly<Record<string, string | number>>;
}

/** Every code we ever give, with its sentence. `{name}` is filled from the reason's detail. */
export const REASONS = {
  // planner
  "below-target": "tier {tier} holds {stock} of {target}",
  "claims-waiting": "{count} claims wait for an instance",
  "at-target": "tier {tier} holds its target of {target}",
  "launches-under-way": "{count} launches asked for and not yet recorded",
  "ceiling-instances": "the pool may hold at most {max} instances and holds {live}",
  "ceiling-money": "the pool may cost at most {maxUsdPerHour} USD an hour and costs {usdPerHour}",
  "price-unknown": "the pool may cost at most {maxUsdPerHour} USD an hour, and template {template} names no price",
  "breaker-open": "launches stop until {until} after {failures} preparations failed in a row",
  "breaker-trial": "one launch on trial after {failures} preparations failed in a row",
  "launches-unproven":
    "{launches} were launched within the hour and none has become ready since; the next may be launched at {until}",
  "no-open-zone": "every zone and type refused capacity lately; the next may be tried at {until}",
  "plan-bound": "one plan does at most {bound} of these; the rest follows in the next",
  surplus: "{count} more than tier {tier} wants, for longer than {delaySeconds} s",
  "surplus-young": "{count} more than tier {tier} wants; kept until {until}",
  "too-old": "older than {maxAgeHours} h and replaced",
  "hibernated-long": "hibernated for {days} days and replaced: EC2 supports 60",
  outdated: "made from {generation}, replaced by {current}",
  replacing: "{count} outdated, too old or hibernated for long; replacements are prepared first where there is room",
  "makes-room": "the ceiling leaves no room beside it for what replaces it in tier {tier}, so it leaves first",
  "quarantine-full": "quarantine keeps at most {max}; the oldest leaves",
  "pool-draining": "the pool is torn down: nothing is launched, and what no claim holds is terminated",
  suspect: "absent from a complete sweep; neither handed over nor replaced",
  // lifecycle
  launched: "EC2 accepted the launch",
  "ec2-said": "EC2 says {state}",
  reported: "it reported {signal}",
  "evidence-complete": "all the evidence that the template needs is there",
  "evidence-failed": "the instance reported {signal} as failed: {text}",
  "out-of-time": "{state} took longer than {limitSeconds} s",
  "asked-again": "nothing happened within {limitSeconds} s; asked again",
  "stopped-unasked": "it stopped, and the plane had not requested it",
  "started-unasked": "it was started, and the plane had not requested it",
  "terminated-unasked": "it was terminated, and the plane had not requested it",
  reserved: "{claim} waits for it",
  leased: "leased to {claim}",
  configured: "changed as {claim} asks: {changes}",
  unsatisfiable: "{field} cannot be as {claim} asks: {error}",
  unreserved: "{claim} was given up before it was ready",
  released: "{claim} was released",
  interrupted: "AWS announced: {notice}",
  "start-failed": "it could not be started: {error}",
  "keep-over": "kept in quarantine long enough",
  engineer: "an engineer requested it",
  "pool-gone": "its pool was removed",
  missing: "absent from a complete sweep",
  "came-back": "a sweep lists it again",
  "proven-gone": "absent since {suspectSince} from complete sweeps, and from a look-up by id at {lookedAt}",
  drifted: "its {field} was {ours} and is {theirs}; somebody changed it",
  adopted: "it has our tag and had no record",
  // pools and templates
  applied: "{caller} applied it",
  "spec-changed": "changed: {fields}",
  drained: "{caller} drains it",
  // sweeps
  "sweep-begun": "the listing of {zones} zones will be read",
  "sweep-read": "{done} of {zones} zones were read to the end, {rows} instances in {pages} pages",
  "sweep-complete": "all {zones} zones were read to the end",
  "sweep-incomplete": "{failed} of {zones} zones were given up; absence there proves nothing",
  "sweep-expired": "EC2's marker expired {beginnings} times",
  "sweep-begun-again": "EC2's marker expired; the zone is read again, attempt {generation}",
  "sweep-unanswered": "EC2 did not answer {failures} times in a row: {error}",
  "sweep-endless": "EC2 gave {pages} pages and a marker for more",
  "not-in-table": "{state} does not accept {trigger}",
  // alerts
  "warm-below-minimum": "{warm} are warm; at least {minWarm} should be",
  "quarantined-lately": "{count} were quarantined within {minutes} minutes",
  "hits-slower-than-misses":
    "half of the hits took {hitSeconds} s and more, and of the misses {missSeconds} s: a hit is not faster than a miss",
  "hits-slower-than-cold":
    "half of the hits took {hitSeconds} s and more, and half of the pool's own launches were ready within {coldSeconds} s: a hit is not faster than a cold start",
  "hits-below-target": "{hits} of {claims} claims were hits; the target is {target}",
  "sweeps-incomplete": "{count} sweeps in a row, the first of {since}",
  "probes-lost": "{lost} of {sent} probes never arrived",
  "spoke-for-another": "{caller} sent a request in the name of {instance}",
  // what was believed
  "no-record-yet": "the plane had no record of it before {recordedAt}",
  "history-bounded": "what is kept of its history begins at {oldest}",
  // forecast
  "forecast-demand":
    "{level} claims are forecast for a lead time of {leadSeconds} s; {stock} are best for hitting {hitPercent} % over the days",
  "forecast-held": "it was {held} within the last {minutes} min, and is held to avoid needless launches",
  "forecast-none": "no whole day of demand is known yet; the targets of the pool file apply",
  "forecast-stale": "the last forecast is of {day}; the targets of the pool file apply",
  "history-short": "less than {days} days of demand are known; the fixed size that they would have wanted",
  "back-test-worse":
    "in the back-test of {days} days the forecast cost {costRatio} of a fixed size, so the fixed size is kept",
  "target-floor": "raised to {floor}, which was set for this time",
  "target-min": "raised to the pool's minimum of {min}",
  "target-max": "lowered to the pool's maximum of {max}",
  "target-money": "lowered to {affordable}, the most that {maxUsdPerHour} USD an hour pay for",
  // readiness
  "waiting-for-signal": "{signal} has not been reported",
  "waiting-for-ec2": "EC2 has not said {state}",
  "clock-off": "its clock is off by {offsetMs} ms, allowed are {maxMs}; set the clock and report again",
  "clock-of-earlier-boot": "its clock was reported by boot {boot}, and boot {latest} has begun since; report it again",
  "of-too-early-a-boot": "{signal} was reported by boot {boot}; it counts from boot {from} on",
  "without-nonce":
    "{signal} was reported without the nonce of this start; ask for the bootstrap instructions and report it again",
  "of-another-start":
    "{signal} was reported for another start ({nonce}); ask for the bootstrap instructions and report it again",
  "clock-without-offset": "the clock was reported without offsetMs; report it with the measured offset",
  // claims
  "warm-found": "a warm instance was free",
  "one-step-away": "nothing warm was free; one in {state} was reserved",
  "offering-unavailable": "EC2 had no capacity at {offering}; it is left alone until {until}",
  "open-elsewhere": "a warm instance was free where EC2 is not known to lack capacity",
  "no-other-zone": "no other warm instance was free where EC2 is not known to lack capacity",
  "open-as-another-type": "a stopped instance can become a type that EC2 is not known to lack capacity for",
  "no-other-type": "no stopped instance can become a type that EC2 is not known to lack capacity for",
  "one-step-from-ready": "one that is nearly ready was free",
  "none-almost-warm": "none that is nearly ready was free",
  "taken-by-others": "other claims were faster",
  "fall-back-bound": "one fall-back starts at most {starts} after the first; the rest is left to plans",
  "queued-for-capacity": "it waits its turn",
  "nothing-warm": "nothing warm or nearly ready was free",
  "cold-launch": "the pool launches one for it",
  queued: "it waits its turn; the pool launches nothing beyond its target",
  "refused-by-policy": "the pool refuses a claim it cannot serve at once",
  "waited-too-long": "no instance became available within {waitSeconds} s",
  "tried-too-often": "{failedHandOvers} instances could not be handed over",
  "instance-lost": "its instance is gone",
  delivered: "the instance is handed over",
  "persistent-renewed": "the persistent claim asks for instance number {generation}, by {claim}",
  "succeeded-by": "{claim} replaces it",
  "persistent-over": "the persistent claim was released",
} as const;

export type ReasonCode = keyof typeof REASONS;

export const reason = (code: ReasonCode, detail?: Reason["detail"]): Reason => (detail ? { code, detail } : { code });

/** The reason as a sentence for people. */
export const sentence = ({ code, detail }: Reason): string =>
  REASONS[code].replace(/\{(\w+)\}/g, (hole, name: string) => String(detail?.[name] ?? hole));
