export interface Point {
  x: number;
  y: number;
}

const CORNER = 6;

/** SVG path along the points, its corners rounded. This is a pure function. */
export function roundedPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const steps = rest.map((point, index) => {
    const before = points[index] ?? first;
    const after = rest[index + 1];
    if (!after) return `L${at(point)}`;
    return `L${at(towards(point, before))}Q${at(point)} ${at(towards(point, after))}`;
  });
  return `M${at(first)}${steps.join('')}`;
}

/** Three corners of an arrow head at the end of the way. This is a pure function. */
export function arrowHead(points: readonly Point[]): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (!tip || !before) return '';
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const corner = (turn: number): Point => ({
    x: tip.x - 8 * Math.cos(angle + turn),
    y: tip.y - 8 * Math.sin(angle + turn),
  });
  return `M${at(tip)}L${at(corner(0.42))}L${at(corner(-0.42))}Z`;
}

/** Breaks a label into lines that fit the width: Chinese anywhere, Latin between words. This is a pure function. */
export function labelLines(text: string, width: number, fontSize: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(/[\u2e80-\uffff]|\S+|\s+/gu) ?? []) {
    const longer = line + piece;
    if (line.trim() !== '' && textWidth(longer, fontSize) > width) {
      lines.push(line.trim());
      line = piece.trim();
    } else {
      line = longer;
    }
  }
  return line.trim() === '' ? lines : [...lines, line.trim()];
}

function textWidth(text: string, fontSize: number): number {
  return [...text].reduce((sum, letter) => sum + (/[\u2e80-\uffff]/u.test(letter) ? 1 : 0.56) * fontSize, 0);
}

function towards(from: Point, to: Point): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const share = distance === 0 ? 0 : Math.min(CORNER, distance / 2) / distance;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function at(point: Point): string {
  return `${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
}
