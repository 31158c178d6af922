import { iso } from "../../core/model/time.ts";
import { escaped } from "../../local/markup.ts";
import type { DecisionDifference, Side } from "../../local/replay/differ.ts";
import type { ReplayResult } from "../../local/replay/replay.ts";
import { counted, momentText } from "../print.ts";
import { STYLE } from "./page-style.ts";
import { strays, type Titled } from "./text.ts";

/** A replay as a page that needs nothing else: no script, no font, no picture. */
export function replayPage(titled: Titled, result: ReplayResult): string {
  const { from, to, messages, decisions, difference } = result;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Replay of ${escaped(titled.events)}</title>
<style>${STYLE}</style>
<main>
<h1>Replay of ${escaped(titled.events)}</h1>
<p class="dim">${counted(messages, "event")}${from !== undefined && to !== undefined ? `, ${momentText(iso(from))} to ${momentText(iso(to))}` : ""}</p>
${titled.stoppedEarly ? "<p>Stopped early: the figures are of the part that was replayed.</p>" : ""}
${difference ? verdict(difference, titled) : ""}
<section class="two">
${ranking(counted(decisions.total, "decision"), decisions.kinds)}
${ranking("Reasons given", decisions.reasons)}
</section>
<h2>How it went</h2>
${strays(result)
  .map((line) => `<p>${escaped(line)}</p>`)
  .join("\n")}
<p class="dim">What is decided here has no effect: the replay runs the plane's functions in memory.</p>
</main>
</html>
`;
}

function verdict(difference: NonNullable<ReplayResult["difference"]>, { against = "" }: Titled): string {
  const { same, added, removed, changed, first, shown, notShown, outside } = difference;
  const rest = shown.filter((each) => !first.includes(each));
  const figures = [
    ["the same", same, ""],
    ["changed", changed, "changed"],
    ["added", added, "added"],
    ["removed", removed, "removed"],
  ] as const;
  return `<h2>Against ${escaped(against)}</h2>
<dl class="figures">${figures.map(([name, count, kind]) => `<div class="${count > 0 ? kind : ""}"><dt>${name}</dt><dd>${count.toLocaleString("en")}</dd></div>`).join("")}</dl>
${outside > 0 ? `<p>${counted(outside, "decision")} lie outside the time of the events.</p>` : ""}
${first.length > 0 ? `<h2>First difference of each pool</h2>${first.map(card).join("\n")}` : ""}
${rest.length > 0 ? `<h2>Then, in order of time</h2>${rest.map(card).join("\n")}` : ""}
${notShown > 0 ? `<p>And ${notShown.toLocaleString("en")} more.</p>` : ""}`;
}

const card = ({
  kind,
  resource,
  pool,
  at,
  recorded,
  replayed,
  fields,
}: DecisionDifference): string => `<article class="${kind}">
<header><b>${kind}</b> <span>${escaped(resource)}</span> <span class="dim">${pool === "" ? "" : `${escaped(pool)}, `}${momentText(iso(at))}</span></header>
<div class="two">${half("Then", recorded)}${half("Now", replayed)}</div>
${fields ? `<p class="dim">differs in ${escaped(fields.join(", "))}</p>` : ""}
</article>`;

const half = (name: string, side: Side | undefined): string =>
  side
    ? `<div><h3>${name}</h3><p>${escaped(side.what)}</p><ul>${side.reasons.map(({ text }) => `<li>${escaped(text)}</li>`).join("")}</ul></div>`
    : `<div><h3>${name}</h3><p class="dim">not decided</p></div>`;

function ranking(title: string, counts: Readonly<Record<string, number>>): string {
  const most = Math.max(1, ...Object.values(counts));
  const rows = Object.entries(counts).map(
    ([name, count]) =>
      `<tr><td>${escaped(name)}</td><td>${count.toLocaleString("en")}</td><td><i style="width:${((100 * count) / most).toFixed(1)}%"></i></td></tr>`,
  );
  return `<div><h2>${title}</h2><table>${rows.join("")}</table></div>`;
}
