import type { Results } from '../results.js';
import { short } from './dot-plot.js';
import { isReached, type Goal } from './goals.js';

export function timesOf({ works }: Results): string {
  return Object.entries(works)
    .map(([work, at]) => `${work} ${at.slice(0, 16)}Z`)
    .join(', ');
}

export function rowCells({ work, subject, clients, metric, unit, rounds, median }: Results['rows'][number]): string[] {
  const of = clients > 0 ? `${subject}, ${clients}` : subject;
  return [`${work} (\`${of}\`)`, metric, `${withSpan(rounds, median)} ${unit}`];
}

export function goalCells(goal: Goal): string[] {
  const bound = goal.least === undefined ? `≤ ${figure(goal.most ?? null)}` : `≥ ${figure(goal.least)}`;
  const verdict = goal.reached === null ? '未测 · not measured' : isReached(goal) ? '✓' : '未达到 · not reached';
  return [
    goal.zh,
    goal.en,
    `${bound}${goal.unit}`,
    goal.reached === null ? '' : `${figure(goal.reached)}${goal.unit}`,
    verdict,
  ];
}

export function figure(value: number | null): string {
  return value === null ? '' : short(value);
}

export function withSpan(rounds: readonly number[], middle: number | null): string {
  if (middle === null) return '';
  return rounds.length > 1
    ? `${short(middle)} [${short(Math.min(...rounds))}–${short(Math.max(...rounds))}]`
    : short(middle);
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
