import type { Span } from '#contracts';
import type { ExplainedDay, WorkingCalendar } from './working-calendar.js';

/** When a span that begins now is over. */
export interface ResolvedSpan {
  dueAt: Date;
  /** True where holidays that are not published yet may move the deadline. */
  provisional: boolean;
}

/**
 * The deadline of a span that begins now: the end of its last day, or now where a day of the year is past already.
 * The year of `{ date, year }` is read from the subject; where it is no year, a RangeError names the field.
 * This is a pure function.
 */
export function resolveSpan(
  span: Span,
  now: Date,
  subject: Readonly<Record<string, unknown>>,
  calendar: WorkingCalendar,
): ResolvedSpan {
  if ('workingDays' in span) {
    const dueAt = calendar.addWorkingDays(now, span.workingDays);
    return { dueAt, provisional: calendar.isProvisional(now, dueAt) };
  }
  if ('calendarDays' in span) return { dueAt: calendar.addCalendarDays(now, span.calendarDays), provisional: false };
  const end = calendar.endOfDate(span.date, yearIn(subject, span.year));
  return { dueAt: end < now ? now : end, provisional: false };
}

/** The days of a working-day span, each with the reason why it counted or not; other spans count every day alike and have none. This is a pure function. */
export function explainSpan(span: Span, from: Date, dueAt: Date, calendar: WorkingCalendar): ExplainedDay[] {
  return 'workingDays' in span ? calendar.explain(from, dueAt) : [];
}

function yearIn(subject: Readonly<Record<string, unknown>>, field: string): number {
  const year = subject[field];
  if (typeof year !== 'number' || !Number.isInteger(year) || year < 1000 || year > 9999) {
    throw new RangeError(`field "${field}" holds no year from which a deadline could be counted`);
  }
  return year;
}
