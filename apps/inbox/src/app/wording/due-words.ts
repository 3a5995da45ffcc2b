import type { Due } from '#contracts';

export interface DueWords {
  /** Key of the translation; `count` is its parameter. */
  key: 'due.overdue' | 'due.overdueOne' | 'due.past' | 'due.today' | 'due.left' | 'due.leftOne';
  count: number;
}

/** The words for a deadline: whole working days left, today, or overdue. This is a pure function. */
export function dueWords(due: Pick<Due, 'workingDaysLeft' | 'level'>): DueWords {
  const count = Math.abs(due.workingDaysLeft);
  if (due.workingDaysLeft < 0) return { key: count === 1 ? 'due.overdueOne' : 'due.overdue', count };
  if (due.level === 'overdue') return { key: 'due.past', count };
  if (count === 0) return { key: 'due.today', count };
  return { key: count === 1 ? 'due.leftOne' : 'due.left', count };
}
