import { DYNAMODB, EC2, EVENTS, SQS } from "./aws-behaviour.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "./time.ts";

/** Every bound of the plane, by name. A loop, queue, batch or payload that is not bounded here is a mistake. */

/** RunInstances answers with at most this many records, and one transaction must be able to hold what follows. */
export const LAUNCH_BATCH_MAX = 10;
/** Launch requests in one plan; with {@link LAUNCH_BATCH_MAX} at most 200 instances a plan. */
export const PLAN_LAUNCHES_MAX = 20;
export const PLAN_RETIREMENTS_MAX = 50;
export const PLAN_ASSIGNMENTS_MAX = 50;
export const PLAN_EXPIRIES_MAX = 50;
/** An intent that no worker has settled by then is given up; what it made is found by the next sweep, by tag. */
export const INTENT_AGE_MAX_MS = 30 * MINUTE_MS;
/** An intent that is still there after this was perhaps never asked of EC2: each plan asks again, with the same token. A worker
 *  settles one within seconds, and a message that failed comes again within seconds; one whose invocation was lost, far later. */
export const LAUNCH_PATIENCE_MS = 2 * MINUTE_MS;

/** Instances read at a time for a claim. Few, because every claim starts reading at another place. */
export const CANDIDATES_MAX = 4;
/** The same for a claim that takes only some of them, by zone or type. */
export const CANDIDATES_CHOSEN_MAX = 50;
/** Pages of one state index that one claim reads, should others always be faster. */
export const WALK_PAGES_MAX = 32;
/** Instances that may fail one claim in the hand-over before it is refused. */
export const FAILED_HAND_OVERS_MAX = 5;
/** Steps kept of what was tried for a claim; of more, the latest. */
export const ATTEMPTS_MAX = 16;
/** Pools looked at for a claim that names none. */
export const MATCH_POOLS_MAX = 20;
/** Times one event may lose the write to another before it goes back to its queue. */
export const SAVE_TRIES_MAX = 5;

/** Transitions kept in a record; older ones are kept as chapters. */
export const HISTORY_MAX = 16;
/** How long chapters are kept after their last transition. */
export const HISTORY_RETENTION_MS = 90 * 24 * HOUR_MS;
/** Bytes kept of the console of an instance in quarantine: all that EC2 keeps, and a sixth of what one item may have. */
export const AUTOPSY_CONSOLE_BYTES_MAX = EC2.consoleBytesMax;
/** How long an autopsy is kept after it was taken. */
export const AUTOPSY_RETENTION_MS = 90 * 24 * HOUR_MS;
/** How long a member may lie hibernated before it is replaced: a week before EC2 supports it no longer, for a large pool is replaced a
 *  tenth at a time, each proven first. */
export const HIBERNATED_MAX_MS = EC2.hibernatedMaxMs - 7 * DAY_MS;
/** Instances that one event of AWS Health may name: some 100 bytes each, in an event of at most 256 KB. */
export const RETIREMENT_IDS_MAX = 2_500;
/** Signals kept in a record, by name. */
export const SIGNALS_MAX = 32;
/** Deadlines that may ask EC2 again before an instance is quarantined. */
export const ASKED_AGAIN_MAX = 3;

/** A deadline that is further off than SQS delays a message is armed again when it comes. */
export const TIMER_STEP_MAX_MS = SQS.delayMaxMs;
/** A deadline that is so long overdue is armed again by the sweep that meets it: its message was lost. */
export const OVERDUE_MS = 5 * MINUTE_MS;
export const TIMERS_STALE_MS = TIMER_STEP_MAX_MS + 5 * MINUTE_MS;
/** A hand-over started within the request is asked again by the queue after this, unless it moved on. */
export const BACKSTOP_DELAY_MS = 90 * SECOND_MS;
/** How long a zone and type that refused capacity is left alone: at least, and twice as long after each refusal in a row, at most. */
export const CAPACITY_LEAST_MS = MINUTE_MS;
export const CAPACITY_MOST_MS = 30 * MINUTE_MS;
/** Half of the refusals in a row are forgotten with every so long that a place was open. */
export const CAPACITY_DECAY_MS = 15 * MINUTE_MS;
/** An unavailable offering is kept this long after it was open: by then nothing of it counts. */
export const CAPACITY_RETENTION_MS = 2 * HOUR_MS;
/** Starts of one fall-back of the fallback chain, the first refused one apart, before the rest is left to plans. */
export const FALLBACK_STARTS_MAX = 3;
/** Instances that one attempt tries to take while others are faster. */
export const FALLBACK_CANDIDATES_MAX = 8;
/** Pools whose stock one fall-back looks at, and pages of each state index: of a state index of two zones that is 100 of each, if they are even. */
export const FALLBACK_POOLS_MAX = 4;
export const FALLBACK_PAGES_MAX = 4;

/** Preparations that fail in a row before launches stop. */
export const BREAKER_FAILURES = 5;
/** How long launches stop before one is tried. */
export const BREAKER_OPEN_MS = 10 * MINUTE_MS;

/** A claim's record is kept this long after its end. */
export const CLAIM_RETENTION_MS = 7 * 24 * HOUR_MS;
/** What a claim brings for its instance is kept this long: a claim waits for at most a day, and its instances have hours to start. */
export const HANDOUT_RETENTION_MS = 2 * 24 * HOUR_MS;
/** A tombstone is listed this long, and never less than an hour. */
export const TOMBSTONE_RETENTION_MS = 24 * HOUR_MS;

/** Sizes a pool file may ask for. */
export const POOL_INSTANCES_MAX = 10_000;
/** Bytes of one request to the API. */
export const REQUEST_BYTES_MAX = 64 * 1024;

/** SQS, SNS and EventBridge each take at most this many messages in one call. */
export const MESSAGE_BATCH_MAX = Math.min(SQS.batchMax, EVENTS.batchMax);
/** Bytes of one message, and of one batch. */
export const MESSAGE_BYTES_MAX = EVENTS.messageBytesMax;
/** Bytes of one failure, and of one batch of them: what SQS takes. A record of the stream holds an item twice, before and after. */
export const FAILURE_BYTES_MAX = SQS.messageBytesMax;
/** Characters kept of an error's code or message. */
export const FAILURE_TEXT_MAX = 1_000;
/** Records of the table's stream that one invocation tells. */
export const STREAM_BATCH_MAX = 100;
/** Times one batch is sent while parts of it fail, before the work goes back to its queue. */
export const SEND_TRIES_MAX = 3;
/** How long the plan queue holds a request back. Longer than the second that names it, so that a plan begins after all of them. */
export const PLAN_DELAY_MS = 2 * SECOND_MS;

/** Tries of one AWS call within the client; every further one is the queue's. */
export const AWS_TRIES_MAX = 2;
/** How long one try of an AWS call may take to connect, and in all. */
export const AWS_CONNECT_MS = SECOND_MS;
export const AWS_ANSWER_MS = 10 * SECOND_MS;
/** How long a throttled call waits: EC2 refills most request buckets within a second or two, so the queue spreads the rest. */
export const THROTTLED_WAIT_MS = 5 * SECOND_MS;
/** How long to wait for an instance that is between two states: most take tens of seconds to stop. */
export const BETWEEN_STATES_WAIT_MS = 15 * SECOND_MS;
/** How long to wait for a fresh instance to be ready to hibernate: about two minutes after a launch on Linux, five on Windows. */
export const HIBERNATION_WAIT_MS = 30 * SECOND_MS;
/** How soon at least, and at most, an instance is told again to make access while it takes no orders yet. */
export const ACCESS_RETRY_LEAST_MS = 5 * SECOND_MS;
export const ACCESS_RETRY_MOST_MS = MINUTE_MS;
/** How long SSM waits for the instance to take the order, and for what it runs there: the least it takes is 30. */
export const ACCESS_ORDER_SECONDS = 120;
/** How long to wait for somebody to mend credentials or a policy; a change of IAM takes about so long to be seen. */
export const ACCESS_WAIT_MS = MINUTE_MS;

/** How old a pool may be that a process remembers; its own saves it sees at once. */
export const POOL_AGE_MAX_MS = 10 * SECOND_MS;
/** Answers of at most 1 MiB that one DynamoDB query may take: a pool of {@link POOL_INSTANCES_MAX} with records of 12 KB. */
export const QUERY_PAGES_MAX = 128;
/** Items of one transaction. */
export const TRANSACTION_ITEMS_MAX = DYNAMODB.transactionItemsMax;
/** Times a transaction is tried at once while others hold its items. They do for milliseconds. */
export const TRANSACTION_TRIES_MAX = 4;
/** Rows of one page of EC2's listing. */
export const PAGE_ROWS_MAX = EC2.pageRowsMax;
/** How often the schedule asks for sweeps. Longer than {@link VISIBILITY_MS}, so that every second complete one is proof. */
export const SWEEP_TICK_MS = 15 * MINUTE_MS;
/** Pages that one invocation of a sweep reads, or parts of pools it holds against what it saw, before it hands on. */
export const SWEEP_PAGES_PER_RUN = 5;
/** Pages of one zone: two million rows, which no zone has. Markers that do not end by then never do. */
export const SHARD_PAGES_MAX = 2_000;
/** Pages whose ids one read of a roll call gives: of full ones some 640 KB, which is one answer of DynamoDB. */
export const SEEN_PAGES_MAX = 32;
/** Records of one part of a pool that are marked or proven gone: each may cost a look-up by id. */
export const ABSENT_PER_PART = 50;
/** A sweep that is not finished by then is left behind, and another begins. */
export const SWEEP_AGE_MAX_MS = 6 * HOUR_MS;
/** How long a sweep waits between two invocations, so that what is not a sweep has EC2 to itself most of the time. */
export const SWEEP_REST_MS = SECOND_MS;
/** Times a zone is begun again after its marker expired, and pages in a row that may stay unanswered. */
export const SHARD_BEGINNINGS_MAX = 3;
export const SHARD_FAILURES_MAX = 5;
/** Keys of one BatchGetItem, and times what it left out is asked for again. */
export const BATCH_KEYS_MAX = DYNAMODB.batchKeysMax;
export const BATCH_TRIES_MAX = 8;
/** Sweeps and who they saw are kept this long. */
export const SWEEP_RETENTION_MS = 7 * 24 * HOUR_MS;
/** Leaks that one sweep names; what is more is counted by the next. */
export const LEAKS_MAX = 100;
/** How far EC2's listing may lag behind its events: what is newer than this before a listing wins over it.
 *  EC2 promises no figure (EC2 API Reference, "Eventual consistency"); minutes are on the safe side. */
export const LISTING_LAG_MS = 2 * MINUTE_MS;
/** An event that comes so long after EC2's own time for it is late: a claim that waits for it has noticed. Nearly all come within
 *  a second or two; EC2 promises no figure. */
export const LATE_EVENT_MS = 30 * SECOND_MS;
/** How long a day's figures are kept, and of how many days a report may tell. */
export const TALLY_RETENTION_MS = 90 * 24 * HOUR_MS;
export const TALLY_DAYS_MAX = 90;
/** How far apart the sweeps must be that miss an instance before it may be gone. */
export const VISIBILITY_MS = 10 * MINUTE_MS;
/** Items in one answer of a list. */
export const PAGE_MAX = 200;
/** Reads of the store for one answer of a list: a filter that lets nothing pass, or a thousand empty pools, cost a request no more. */
export const LIST_READS_MAX = 8;
/** Pages of records that the figures of one pool's preparations are made of. They lie by id, which EC2 draws: the first are a sample. */
export const STAGE_PAGES_MAX = 5;
/** Sweeps in one answer. */
export const SWEEPS_LISTED_MAX = 50;
/** Pages one `greenroom list` reads: a full pool, and as many tombstones again as a day of turnover leaves. */
export const LIST_PAGES_MAX = 500;
/** Probes of the delivery paths: how often they are sent, and how many on each path then, in one burst. */
export const PROBE_TICK_MS = MINUTE_MS;
export const PROBES_PER_TICK = 10;
/** A tick this old sends nothing: its probes would be counted where they do not belong. */
export const PROBE_TICK_AGE_MAX_MS = MINUTE_MS;
/** Probes are counted by windows of this length; a multiple of {@link PROBE_TICK_MS}. */
export const PROBE_WINDOW_MS = 5 * MINUTE_MS;
/** How long after its window's end a probe may still arrive before it counts as lost. SNS and EventBridge go on trying far longer
 *  (23 days and 24 hours); for a subscriber that waits, this is lost. */
export const PROBE_GRACE_MS = 15 * MINUTE_MS;
/** How long windows of probes are kept, and how far back a report goes. */
export const PROBE_RETENTION_MS = 7 * 24 * HOUR_MS;
/** Doubles that one window tells apart; more are not counted. */
export const PROBE_DOUBLES_MAX = 100;
/** Windows that one tick looks back at to count their losses, should ticks have failed for a while. */
export const PROBE_CLOSE_BACK_WINDOWS = 12;
/** A delay that is longer counts as this long. */
export const PROBE_DELAY_MAX_MS = 24 * HOUR_MS;
/** Fields that the notice of a changed wish names, and leaks that the notice of a sweep does; of more, it says how many. */
export const FIELDS_SHOWN_MAX = 20;
export const LEAKS_SHOWN_MAX = 100;
/** Warnings that the answer to an applied file names; of more, the first. */
export const WARNINGS_SHOWN_MAX = 100;
/** How long dead letters are held by whoever looks at them or sends them back, and how long one call waits for some. */
export const LETTER_HOLD_MS = 30 * SECOND_MS;
export const LETTER_WAIT_MS = SECOND_MS;
/** Dead letters in one answer. */
export const LETTERS_SHOWN_MAX = 100;
/** Events that are younger than this may not be in the archive yet. */
export const ARCHIVE_LAG_MS = EVENTS.archiveLagMs;
/** The longest window of one replay, and how long what it brought is kept. */
export const REPLAY_SPAN_MAX_MS = 7 * 24 * HOUR_MS;
export const REPLAYED_RETENTION_MS = 24 * HOUR_MS;
/** Replays that run at once. */
export const REPLAYS_AT_ONCE_MAX = EVENTS.replaysAtOnceMax;
/** Subscribers that a status log's report tells apart. */
export const STATUS_DESTINATIONS_MAX = 100;
/** How often what people want to be told of is looked at. */
export const ALERT_TICK_MS = 5 * MINUTE_MS;
/** Claims of so long tell a pool's hit rate, if they are so many; they are read in at most so many pages. */
export const HIT_RATE_WINDOW_MS = HOUR_MS;
export const HIT_RATE_CLAIMS_MIN = 20;
export const HIT_RATE_PAGES_MAX = 5;
/** So many of them that are hits tell whether hits are faster than the rest. */
export const HITS_SLOW_MIN = 5;
/** The cold time of a pool is that of its launches on the latest days it had any, so many of them. */
export const COLD_DAYS_MAX = 3;
/** Claims that one answer of the hit ledger is made of, in reads of {@link PAGE_MAX}; what is left is asked for from its end on. */
export const LEDGER_READS_MAX = 25;
/** So many instances quarantined within so long are worth an alert. */
export const QUARANTINE_GROWTH = 3;
export const QUARANTINE_GROWTH_MS = HOUR_MS;
/** How far back losses of delivery are looked for. */
export const DELIVERY_WATCHED_MS = 6 * HOUR_MS;
/** How long it stands that somebody spoke for an instance: it happened in a moment. */
export const IDENTITY_MISMATCH_SHOWN_MS = HOUR_MS;
/** A queue with more messages than this, or an older one, is not kept up with: Lambda takes what comes within a second or two. */
export const CHECK_WAITING_MAX = 100;
export const CHECK_OLDEST_MAX_MS = 5 * MINUTE_MS;
/** A region is checked as unwell when its last complete sweep is older than so many of the schedule's. */
export const CHECK_SWEEPS_MISSED_MAX = 3;
/** A delivery path is, when no probe arrived for so long: several bursts. */
export const CHECK_SILENCE_MAX_MS = 5 * PROBE_TICK_MS;
/** Pools that a checkup tries its permissions for. */
export const CHECK_POOLS_MAX = 20;
/** How long what a dry run found counts: a policy may have changed since. */
export const DRY_RUN_AGE_MAX_MS = HOUR_MS;
/** How long what was found by dry runs is kept. */
export const TRIAL_RETENTION_MS = 7 * 24 * HOUR_MS;
/** How long an alert is kept that is over. */
export const ALERT_RETENTION_MS = 30 * 24 * HOUR_MS;
