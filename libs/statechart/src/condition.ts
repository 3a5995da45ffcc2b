import type { Condition } from '#contracts';

/** What a case knows: the chart's context, read by guards and shown by forms. */
export type Subject = Readonly<Record<string, unknown>>;

/** Whether the condition holds for the subject; total: a missing field is simply not equal. This is a pure function. */
export function holds(condition: Condition, subject: Subject): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, subject));
  if ('any' in condition) return condition.any.some((part) => holds(part, subject));
  if ('not' in condition) return !holds(condition.not, subject);
  const value = read(subject, condition.field);
  if ('is' in condition) return value === condition.is;
  if ('in' in condition) return condition.in.some((scalar) => scalar === value);
  if ('atLeast' in condition) return typeof value === 'number' && value >= condition.atLeast;
  if ('atMost' in condition) return typeof value === 'number' && value <= condition.atMost;
  return isFilled(value) === condition.filled;
}

/**
 * What is known of a condition while some fields are still being answered: true or false where they do not matter, null
 * where they decide. This is a pure function.
 */
export function verdict(condition: Condition, subject: Subject, open: ReadonlySet<string>): boolean | null {
  if ('all' in condition) return combined(condition.all, subject, open, false);
  if ('any' in condition) return combined(condition.any, subject, open, true);
  if ('not' in condition) {
    const inner = verdict(condition.not, subject, open);
    return inner === null ? null : !inner;
  }
  return open.has(condition.field.split('.')[0] ?? '') ? null : holds(condition, subject);
}

/** One part that is `decisive` settles the whole; else an open part leaves it open. */
function combined(parts: Condition[], subject: Subject, open: ReadonlySet<string>, decisive: boolean): boolean | null {
  const verdicts = parts.map((part) => verdict(part, subject, open));
  if (verdicts.includes(decisive)) return decisive;
  return verdicts.includes(null) ? null : !decisive;
}

/** Whether a field holds an answer: not missing, not blank, not an empty list. This is a pure function. */
export function isFilled(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return Array.isArray(value) ? value.length > 0 : true;
}

/** The fields that a condition reads, each once. This is a pure function. */
export function fieldsRead(condition: Condition): string[] {
  if ('all' in condition) return unique(condition.all.flatMap(fieldsRead));
  if ('any' in condition) return unique(condition.any.flatMap(fieldsRead));
  if ('not' in condition) return fieldsRead(condition.not);
  return [condition.field];
}

function read(subject: Subject, path: string): unknown {
  let value: unknown = subject;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function unique(names: string[]): string[] {
  return [...new Set(names)];
}
