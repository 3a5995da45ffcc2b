import type { WorkingCalendar } from '#calendar';
import type { Due } from '#contracts';

const NEAR_WORKING_DAYS = 3;

/** How near a deadline is; null where nothing is due. This is a pure function. */
export function dueOf(
  dueAt: Date | number | null,
  now: Date,
  calendar: WorkingCalendar,
  provisional: boolean,
): Due | null {
  if (!(dueAt instanceof Date)) return null;
  const workingDaysLeft = calendar.workingDaysBetween(now, dueAt);
  const level = dueAt < now ? 'overdue' : workingDaysLeft <= NEAR_WORKING_DAYS ? 'near' : 'normal';
  return { at: dueAt.toISOString(), workingDaysLeft, level, provisional };
}

/** The last instant that counts as near: the end of the day before the first working day that does not. This is a pure function. */
export function nearUntil(now: Date, calendar: WorkingCalendar): Date {
  return calendar.addCalendarDays(calendar.addWorkingDays(now, NEAR_WORKING_DAYS + 1), -1);
}
