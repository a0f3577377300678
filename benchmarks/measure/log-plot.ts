import type { CostPoint } from "./slope.ts";

/** One line of a plot: its points, and the exponent found beside the one that theory says. */
export interface CostSeries {
  name: string;
  points: readonly CostPoint[];
  found: number;
  theory: string;
}

export interface CostPanel {
  /** What grows, e.g. `rows n`. */
  sizeLabel: string;
  series: readonly CostSeries[];
}

const PANEL = { width: 420, height: 300, left: 64, top: 40, gap: 24, legendLine: 18 };
/** Colours that people who see no red or green can tell apart (Okabe & Ito, 2008). */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

/** Panels side by side, both axes logarithmic: a cost c · sizeˢ is a straight line of slope s. @returns SVG. */
export function logPlot(title: string, panels: readonly CostPanel[]): string {
  const legend = Math.max(...panels.map(({ series }) => series.length)) * PANEL.legendLine;
  const width = panels.length * (PANEL.left + PANEL.width + PANEL.gap);
  const height = PANEL.top + PANEL.height + 60 + legend;
  const drawn = panels.map((panel, i) =>
    drawPanel(panel, PANEL.left + i * (PANEL.left + PANEL.width + PANEL.gap)),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    text(PANEL.left, 20, title, 'font-size="15"'),
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

function drawPanel({ sizeLabel, series }: CostPanel, left: number): string {
  const points = series.flatMap((line) => line.points);
  const x = logScale(
    points.map(({ size }) => size),
    left,
    left + PANEL.width,
  );
  const y = logScale(
    points.map(({ seconds }) => seconds),
    PANEL.top + PANEL.height,
    PANEL.top,
  );
  const bottom = PANEL.top + PANEL.height;
  return [
    `<rect x="${left}" y="${PANEL.top}" width="${PANEL.width}" height="${PANEL.height}" fill="none" stroke="#999"/>`,
    ...x.ticks.map((tick) => text(x.at(tick), bottom + 16, shorten(tick), 'text-anchor="middle"')),
    ...y.ticks.map((tick) => text(left - 6, y.at(tick) + 4, `${shorten(tick)} s`, 'text-anchor="end"')),
    ...y.ticks.map((tick) => `<path d="M${left} ${round(y.at(tick))}h${PANEL.width}" stroke="#ddd"/>`),
    text(left + PANEL.width / 2, bottom + 34, sizeLabel, 'text-anchor="middle"'),
    ...series.map((line, i) => drawLine(line, COLOURS[i % COLOURS.length], x.at, y.at)),
    ...series.map((line, i) =>
      legendEntry(line, COLOURS[i % COLOURS.length], left, bottom + 56 + i * PANEL.legendLine),
    ),
  ].join("\n");
}

function drawLine({ points }: CostSeries, colour: string, x: Position, y: Position): string {
  const places = points.map(({ size, seconds }) => [round(x(size)), round(y(seconds))]);
  const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`);
  return [
    `<polyline points="${places.map(String).join(" ")}" fill="none" stroke="${colour}"/>`,
    ...dots,
  ].join("");
}

function legendEntry({ name, found, theory }: CostSeries, colour: string, x: number, y: number): string {
  const words = `${name}: slope ${found.toFixed(2)}, theory ${theory}`;
  return `<rect x="${x}" y="${y - 9}" width="10" height="10" fill="${colour}"/>${text(x + 16, y, words)}`;
}

type Position = (value: number) => number;

/** Maps the decades that hold all values onto the pixels, with a tick at 1, 2 and 5 of each where there is room. */
function logScale(values: readonly number[], from: number, to: number): { at: Position; ticks: number[] } {
  const low = Math.log10(Math.min(...values)) - 0.08;
  const high = Math.log10(Math.max(...values)) + 0.08;
  const at: Position = (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  const steps = high - low > 2.2 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let decade = Math.floor(low); decade <= high; decade++) {
    ticks.push(...steps.map((step) => step * 10 ** decade));
  }
  return { at, ticks: ticks.filter((tick) => Math.log10(tick) >= low && Math.log10(tick) <= high) };
}

function text(x: number, y: number, words: string, attributes = ""): string {
  const escaped = words.replace(/[&<>]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escaped}</text>`;
}

function shorten(value: number): string {
  return value >= 1000 ? `${Number((value / 1000).toPrecision(3))}k` : String(Number(value.toPrecision(3)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
