import type { Part, Suite } from "./parts.ts";

/** Cases by their titles, joined by " > ", and why the part answers them otherwise than AWS. */
export type Divergences = Readonly<Record<string, string>>;

const NO_TOKEN = "moto takes no notice of a ClientToken: each launch is a new one";
const AT_ONCE = "an instance of moto changes its state at once, and no state refuses a call";
const ROOM = "moto has room for everything";
const HONEST = "moto hides nothing, throttles nobody, and its markers last";

const NOW = "ministack takes no notice of an entry's Time: all is dated when it came";

/** Such a pattern is refused by name, as EventBridge refuses one that it does not know. */
const UNKNOWN = "our matcher does not know the operator, and refuses the pattern: no rule of ours has it";
const unknown = (pattern: string) => [`agrees on what ours does not know: ${pattern}`, UNKNOWN] as const;

const forgotten = (pattern: string) =>
  [
    `agrees on $or: ${pattern}`,
    "event-ruler, and so perhaps EventBridge, forgets exists beside a value that another choice names too; no rule of ours has a choice",
  ] as const;

const DIVERGENCES: Readonly<Partial<Record<Part, Readonly<Partial<Record<Suite, Divergences>>>>>> = {
  moto: {
    EC2: {
      "a launch, of moto > answers as many instances as intended, of ids of their own":
        "moto launches MinCount instances, where EC2 launches as many up to MaxCount as there is room for",
      "a launch, of moto > with a token of before is the launch of before": NO_TOKEN,
      "a launch, of moto > with a token of before and another count is impossible": NO_TOKEN,
      "a launch, of moto > with a token of before and another type is impossible": NO_TOKEN,
      "a launch, of moto > with a token of before and other tags is impossible": NO_TOKEN,
      "a launch, of moto > answers fewer where there is less room, and is refused where there is none": ROOM,
      "an instance, of moto > cannot be stopped while it is pending: again after": AT_ONCE,
      "an instance, of moto > cannot be retyped while it runs: again after": AT_ONCE,
      "an instance, of moto > cannot be started while it stops": AT_ONCE,
      "an instance, of moto > shows on its console what it went through, a little later":
        "every instance of moto shows the same console, and at once",
      "an instance, of moto > may find no room when it is started": ROOM,
      "an instance, of moto > that EC2 never made is unknown when it is to be tagged":
        "moto tags whatever has the form of an id, there or not",
      "an instance, of moto > may be unknown to a look just after its launch, and is there a little later": HONEST,
      "a listing, of moto > says that its marker expired": HONEST,
      "a listing, of moto > says that it was not answered, which is no empty page": HONEST,
      "a listing, of moto > throws when it is throttled: again after": HONEST,
    },
    overrides: {
      "an instance with overrides, of moto > gets a second interface, and is measured with it":
        "moto regroups an instance that has several interfaces, where EC2 asks which is meant",
      "an instance with overrides, of moto > gets another profile, whether it has one or none, stopped or running":
        "an instance of moto goes on showing the profile it was launched with",
      "an instance with overrides, of moto > is none the worse for what the claimant got wrong":
        "moto attaches an interface that another instance has",
      "an instance with overrides, of moto > that EC2 never made is unknown":
        "moto attaches an interface to an instance that is not there",
    },
  },
  "wire cloud": {
    bus: {
      "notices on the wire cloud > do not come by a rule that is disabled":
        "the wire cloud has no disabled rules, since no rule of ours ever is one",
    },
  },
  ministack: {
    bus: {
      "notices on ministack > are dated when the change was": NOW,
    },
    replays: {
      "replays of ministack > bring it to the rule they are for and to no other":
        "ministack takes no notice of FilterArns: every rule of the bus gets what is replayed",
      "replays of ministack > bring what is dated from the window's begin on and before its end, and nothing else": NOW,
      "replays of ministack > tell how far they came": "ministack tells no EventLastReplayedTime",
      "replays of ministack > that are cancelled bring no more, and are cancelled":
        "a replay of ministack is done before it can be cancelled, and goes on if it is",
      "replays of ministack > that are completed cannot be cancelled":
        "ministack answers ValidationException here, where EventBridge answers IllegalStatusException",
      "replays of ministack > are so many at once and no more": "ministack has no bound of replays at once",
    },
  },
  "event-ruler": {
    patterns: Object.fromEntries([
      unknown('{"a":[{"wildcard":"x*"}]}'),
      unknown('{"a":[{"wildcard":"*"}]}'),
      unknown('{"a":[{"cidr":"10.0.0.0/24"}]}'),
      unknown('{"a":[{"cidr":"2001:db8::/32"}]}'),
      unknown('{"a":[{"prefix":{"equals-ignore-case":"X"}}]}'),
      unknown('{"a":[{"suffix":{"equals-ignore-case":"Z"}}]}'),
      unknown('{"a":[{"anything-but":{"wildcard":"x*"}}]}'),
      forgotten('{"$or":[{"a":["x"]},{"a":["x",{"exists":false}]}]}'),
      forgotten('{"$or":[{"a":["x"]},{"a":["x",{"exists":true}]}]}'),
      [
        'agrees on what is no pattern: {"a":["x",{"anything-but":{"prefix":[]}}]}',
        "event-ruler takes an empty list here, and fails on it where it stands alone; ours refuses both",
      ],
    ]),
  },
};

/** The cases of a suite on which a part is known to differ from AWS. */
export const divergencesOf = (part: Part, suite: Suite): Divergences => DIVERGENCES[part]?.[suite] ?? {};
