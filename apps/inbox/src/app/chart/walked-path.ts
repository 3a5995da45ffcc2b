import type { ChartEdge, HistoryEntry } from '#contracts';

type Step = Pick<HistoryEntry, 'event' | 'fromPaths' | 'toPaths'>;

export interface WalkedPath {
  /** Paths of the states that the case has been in. */
  nodes: ReadonlySet<string>;
  /** Indexes of the arrows that it took. */
  edges: ReadonlySet<number>;
}

/** Which states and arrows of a chart a history went through. This is a pure function. */
export function walkedPath(edges: readonly ChartEdge[], history: readonly Step[]): WalkedPath {
  const nodes = new Set(history.flatMap((step) => [...step.fromPaths, ...step.toPaths]));
  const taken = edges.flatMap((edge, index) => (history.some((step) => took(step, edge, edges)) ? [index] : []));
  return { nodes, edges: new Set(taken) };
}

function took(step: Step, edge: ChartEdge, edges: readonly ChartEdge[]): boolean {
  if (!isAlong(step, edge)) return false;
  const isNamed = edges.some((one) => isAlong(step, one) && one.event === step.event);
  return !isNamed || edge.event === step.event;
}

function isAlong(step: Step, edge: ChartEdge): boolean {
  return step.fromPaths.includes(edge.from) && step.toPaths.includes(edge.to);
}
