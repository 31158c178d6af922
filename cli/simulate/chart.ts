import { escaped } from "../../local/markup.ts";

/** A line, or points, of one thing. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly as: "line" | "step" | "dots";
  /** Which colour, from 0; none: thin and grey. */
  readonly colour?: number;
}

export interface Chart {
  readonly title: string;
  readonly x: { readonly title: string; readonly of: (value: number) => string };
  readonly y: { readonly title: string; readonly of: (value: number) => string; readonly from?: number };
  readonly series: readonly Series[];
}

/** Told apart with any colour vision, on white (Okabe and Ito's palette, yellow left out). */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#000000", "#e69f00"];
const [WIDTH, HEIGHT] = [720, 400];
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 16, 16, 56];
const TICKS = 5;

/** The chart as inline SVG with its legend below, so that both scale with the page. */
export function drawn({ title, x, y, series }: Chart): string {
  const all = series.flatMap(({ points }) => points);
  const [xLow, xHigh] = ends(all.map(([at]) => at));
  const [yLeast, yHigh] = ends(all.map(([, at]) => at));
  const yLow = y.from ?? yLeast;
  const px = (at: number): number => LEFT + ((at - xLow) / (xHigh - xLow)) * (WIDTH - LEFT - RIGHT);
  const py = (at: number): number => HEIGHT - BOTTOM - ((at - yLow) / (yHigh - yLow)) * (HEIGHT - TOP - BOTTOM);
  const grid = [
    ...ticks(xLow, xHigh).map(
      (at) =>
        `<line x1="${n(px(at))}" x2="${n(px(at))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" class="grid"/><text x="${n(px(at))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${escaped(x.of(at))}</text>`,
    ),
    ...ticks(yLow, yHigh).map(
      (at) =>
        `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${n(py(at))}" y2="${n(py(at))}" class="grid"/><text x="${LEFT - 6}" y="${n(py(at) + 4)}" text-anchor="end">${escaped(y.of(at))}</text>`,
    ),
  ];
  const colour = (index: number): string => COLOURS[series[index]!.colour ?? -1] ?? "#999";
  const shapes = series.map(({ points, as, colour: own }, index) => {
    if (as === "dots")
      return points
        .map(([a, b]) => `<circle cx="${n(px(a))}" cy="${n(py(b))}" r="7" fill="${colour(index)}"/>`)
        .join("");
    const path = points
      .map(([a, b], at) =>
        at === 0 ? `M${n(px(a))} ${n(py(b))}` : as === "step" ? `H${n(px(a))}V${n(py(b))}` : `L${n(px(a))} ${n(py(b))}`,
      )
      .join("");
    return `<path d="${path}" fill="none" stroke="${colour(index)}" stroke-width="${own === undefined ? 1 : 2}"/>`;
  });
  const legend = series.map(
    ({ name }, index) => `<li><span style="background:${colour(index)}"></span>${escaped(name)}</li>`,
  );
  return `<figure><h2>${escaped(title)}</h2>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(`${title}: ${y.title} by ${x.title}`)}">
<style>text{font:13px system-ui,sans-serif;fill:#333}.grid{stroke:#e3e3e3}.axis{font-weight:600}</style>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>${grid.join("")}${shapes.join("")}
<text class="axis" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escaped(x.title)}</text>
<text class="axis" transform="translate(14 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${escaped(y.title)}</text>
</svg><ul>${legend.join("")}</ul></figure>`;
}

const n = (value: number): string => value.toFixed(1);

function ends(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!Number.isFinite(low)) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** Round numbers between two. */
function ticks(low: number, high: number): readonly number[] {
  const rough = (high - low) / TICKS;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * ten).find((size) => size >= rough)!;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, at) => (first + at) * step);
}
