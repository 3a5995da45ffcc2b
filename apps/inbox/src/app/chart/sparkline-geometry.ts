export interface SparkPoint {
  year: number;
  value: number;
}

export interface Spark {
  line: string;
  dots: { x: number; y: number; year: number; value: number }[];
  /** Height of the five-year target's line, where it lies on the same scale. */
  goalY: number | null;
}

export interface SparkBox {
  width: number;
  height: number;
  margin: number;
}

/** Lays a KPI's yearly targets out as a line, with the five-year target as a level. This is a pure function. */
export function sparkOf(points: readonly SparkPoint[], goal: number | null, box: SparkBox): Spark | null {
  if (points.length === 0) return null;
  const isOnScale = goal !== null && isComparable(points, goal);
  const levels = [...points.map((point) => point.value), ...(isOnScale ? [goal] : [])];
  const low = Math.min(...levels);
  const high = Math.max(...levels);
  const years = points.map((point) => point.year);
  const first = Math.min(...years);
  const span = Math.max(...years) - first;
  const x = (year: number): number =>
    span === 0 ? box.width / 2 : box.margin + ((year - first) / span) * (box.width - 2 * box.margin);
  const y = (value: number): number =>
    high === low
      ? box.height / 2
      : box.height - box.margin - ((value - low) / (high - low)) * (box.height - 2 * box.margin);
  const dots = points.map((point) => ({ ...point, x: x(point.year), y: y(point.value) }));
  const line = dots.map((dot, index) => `${index === 0 ? 'M' : 'L'}${dot.x.toFixed(1)} ${dot.y.toFixed(1)}`).join('');
  return { line, dots, goalY: isOnScale ? y(goal) : null };
}

// A five-year total beside yearly growth rates would flatten the line to nothing: then only the line is drawn.
function isComparable(points: readonly SparkPoint[], goal: number): boolean {
  const most = Math.max(...points.map((point) => Math.abs(point.value)), 1e-9);
  return Math.abs(goal) / most <= 3 && Math.abs(goal) / most >= 1 / 3;
}
