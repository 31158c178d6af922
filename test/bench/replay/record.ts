import { PLAY_START, play } from "../../../local/play.ts";
import { ink } from "../../../local/replay/ink.ts";
import { recorder } from "../../../local/replay/recorder.ts";

/** Records days of the local cloud: the files of the events and the decisions, the days, the scale. */
const [events = "", decisions = "", days = "1", scale = "1"] = process.argv.slice(2);
const [heard, decided] = [ink(events), ink(decisions)];
const paper = { event: heard.line, decision: decided.line };
await play({ seed: 1, days: Number(days), scale: Number(scale), recorder: recorder(paper, PLAY_START) });
heard.close();
decided.close();
