import type { EventDay } from "./answers.ts";
import { type Column, duration, table } from "./print.ts";

/** Days of EC2's events, as far as they were no use, as the rows of a table. */
export const eventsText = (days: readonly EventDay[], width: number): string =>
  days.length === 0
    ? "None of EC2's events was found missed, late or doubled."
    : `EC2's events that were missed, late or doubled\n${table(COLUMNS, days, width)}`;

const COLUMNS: readonly Column<EventDay>[] = [
  { title: "DAY", of: ({ day }) => day },
  { title: "MISSED", of: ({ missed }) => countsText(missed) },
  { title: "LATE", of: ({ late }) => countsText(mapped(late, ({ count }) => count)) },
  { title: "MEAN", of: ({ lateInAll }) => lateInAll && duration(lateInAll.meanMs) },
  { title: "MEDIAN", of: ({ lateInAll }) => lateInAll && `≤ ${duration(lateInAll.medianMsAtMost)}` },
  { title: "LONGEST", of: ({ lateInAll }) => lateInAll && `≤ ${duration(lateInAll.longestMsAtMost)}` },
  { title: "DOUBLED", of: ({ doubled }) => countsText(doubled) },
];

const mapped = <From, To>(from: Readonly<Record<string, From>>, of: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(from).map(([key, value]) => [key, of(value)]));

/** Events and how many of each: `2 ec2:stopped, 1 ec2:terminated`; undefined for none. */
export const countsText = (counts: Readonly<Record<string, number>>): string | undefined =>
  Object.entries(counts)
    .map(([event, times]) => `${times} ${event}`)
    .join(", ") || undefined;
