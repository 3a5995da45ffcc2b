import type { HistoryEntry } from '#contracts';

/**
 * The step by which a case came back to a state: the last one into it, where it led to what the case had passed before.
 * Null where the case stands there for the first time, or came forward again. This is a pure function.
 */
export function returnTo(state: string, history: readonly HistoryEntry[]): HistoryEntry | null {
  const entered = [...new Set(history.flatMap((entry) => entry.toPaths))];
  const last = history.findLast((entry) => entry.toPaths.includes(state) && !entry.fromPaths.includes(state));
  if (last?.kind !== 'step') return null;
  const isBack = last.fromPaths.some((from) => entered.indexOf(state) < entered.indexOf(from));
  return isBack ? last : null;
}
