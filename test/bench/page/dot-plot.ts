import { median } from '../latencies.js';

/** One line of a plot: the figures of all rounds, shown as their median and their span. */
export interface Dots {
  label: string;
  colour: string;
  values: number[];
}

export interface Panel {
  title: string;
  rows: Dots[];
}

const WIDTH = 920;
const LEFT = 178;
const RIGHT = 92;
const TOP = 64;
const LINE = 26;
const PANEL_GAP = 44;
const INK = '#1f2937';
const FAINT = '#e5e7eb';
const SOFT = '#6b7280';

/** A plot on a logarithmic scale: a dot at the median, a line from the least to the greatest of the rounds. */
export function dotPlot(title: string, unit: string, panels: readonly Panel[]): string {
  const all = panels.flatMap((panel) => panel.rows.flatMap((row) => row.values)).filter((value) => value > 0);
  const low = Math.floor(Math.log10(Math.min(...all)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...all))));
  const x = (value: number): number =>
    LEFT + ((Math.log10(Math.max(value, 10 ** low)) - low) / (high - low)) * (WIDTH - LEFT - RIGHT);
  const parts: string[] = [];
  let y = TOP;
  for (const panel of panels) {
    parts.push(...panelParts(panel, y, x, low, high));
    y += panel.rows.length * LINE + PANEL_GAP;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${y}" fill="#ffffff"/>`,
    text(16, 28, title, { size: 17, weight: 600 }),
    text(WIDTH - 16, 28, unit, { size: 12, colour: SOFT, anchor: 'end' }),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function panelParts(panel: Panel, top: number, x: (value: number) => number, low: number, high: number): string[] {
  const bottom = top + panel.rows.length * LINE;
  const scale = Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step));
  return [
    text(16, top - 10, panel.title, { size: 13, weight: 600 }),
    ...scale.map(
      (value) => `<line x1="${at(x(value))}" x2="${at(x(value))}" y1="${top}" y2="${bottom}" stroke="${FAINT}"/>`,
    ),
    ...scale.map((value) => text(x(value), bottom + 14, short(value), { size: 10, colour: SOFT, anchor: 'middle' })),
    ...panel.rows.flatMap((row, index) => rowParts(row, top + index * LINE + LINE / 2, x)),
  ];
}

function rowParts({ label, colour, values }: Dots, y: number, x: (value: number) => number): string[] {
  if (values.length === 0) return [];
  const middle = median(values);
  const [from, to] = [Math.min(...values), Math.max(...values)];
  return [
    text(LEFT - 12, y + 4, label, { size: 12, anchor: 'end' }),
    `<line x1="${at(x(from))}" x2="${at(x(to))}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="3" stroke-opacity="0.45" stroke-linecap="round"/>`,
    `<circle cx="${at(x(middle))}" cy="${y}" r="5" fill="${colour}"/>`,
    text(x(to) + 10, y + 4, short(middle), { size: 11, colour: SOFT }),
  ];
}

interface Style {
  size: number;
  weight?: number;
  colour?: string;
  anchor?: 'start' | 'middle' | 'end';
}

function text(
  x: number,
  y: number,
  words: string,
  { size, weight = 400, colour = INK, anchor = 'start' }: Style,
): string {
  return `<text x="${at(x)}" y="${at(y)}" font-size="${size}" font-weight="${weight}" fill="${colour}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

/** A figure with three digits that count, and thousands set apart. */
export function short(value: number): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(3));
  return rounded >= 1000 ? rounded.toLocaleString('en-US') : String(rounded);
}

const at = (place: number): string => place.toFixed(1);

const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
