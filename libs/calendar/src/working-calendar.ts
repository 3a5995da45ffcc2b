import type { Text } from '#contracts';
import { dateOf, dayNumber, FixedZone, yearOf, type DayNumber } from './local-day.js';
import { isWeekday, WorkingDayCount } from './working-day-count.js';

/** A day that is not what its weekday says (or a weekend day inside a holiday, for its name). */
export interface DayException {
  /** `YYYY-MM-DD` in the tenant's zone. */
  day: string;
  kind: 'holiday' | 'workday';
  name: Text;
}

export interface CalendarFacts {
  exceptions: readonly DayException[];
  /** Years whose holidays have been decreed; in any other year only weekends are known. */
  publishedYears: readonly number[];
  /** Offset from UTC, `+08:00` for Asia/Shanghai, the same all the year round. */
  zoneOffset?: string;
}

/** One day of an explained span. */
export interface ExplainedDay {
  day: string;
  counted: boolean;
  /** Why it counts or does not: 工作日, 周末, 春节, 春节调休. */
  why: Text;
  /** True where the year's holidays have not been published. */
  provisional: boolean;
}

const WORKING_DAY: Text = { zh: '工作日', en: 'Working day' };
const WEEKEND: Text = { zh: '周末', en: 'Weekend' };

const OFFICE_OPENS_MINUTES = 9 * 60;

/**
 * Which days a tenant works, with 调休. Days are local days of the tenant; a deadline ends with its day; the day on which
 * a span begins is not counted. Immutable, and every answer is a pure function of the facts given.
 */
export class WorkingCalendar {
  readonly #zone: FixedZone;
  readonly #exceptions: ReadonlyMap<DayNumber, DayException>;
  readonly #count: WorkingDayCount;
  readonly #published: ReadonlySet<number>;

  constructor(facts: CalendarFacts) {
    this.#zone = new FixedZone(facts.zoneOffset ?? '+08:00');
    this.#exceptions = new Map(facts.exceptions.map((exception) => [dayNumber(exception.day), exception]));
    this.#count = new WorkingDayCount(
      new Map([...this.#exceptions].map(([day, { kind }]) => [day, kind === 'workday'])),
    );
    this.#published = new Set(facts.publishedYears);
  }

  /** The local date of an instant, `YYYY-MM-DD`. */
  localDate(instant: Date): string {
    return dateOf(this.#zone.dayOf(instant));
  }

  /** The local year of an instant. */
  localYear(instant: Date): number {
    return yearOf(this.#zone.dayOf(instant));
  }

  /** Whether the local day of the instant is worked. */
  isWorkingDay(instant: Date): boolean {
    return this.#isWorked(this.#zone.dayOf(instant));
  }

  /** The name of the local day where the calendar has one: 春节, 春节调休. */
  dayName(instant: Date): Text | null {
    return this.#exceptions.get(this.#zone.dayOf(instant))?.name ?? null;
  }

  /**
   * The end (23:59:59.999) of the n-th working day after the instant's day, n a whole number ≥ 0. With 0 it is the
   * instant's own day, or the next working day where that one is not worked.
   */
  addWorkingDays(instant: Date, days: number): Date {
    return this.#zone.endOf(this.#dayAfter(this.#zone.dayOf(instant), days));
  }

  /** The opening of the office (09:00) on the n-th working day before the instant's day, n a whole number ≥ 0: when to remind. */
  subtractWorkingDays(instant: Date, days: number): Date {
    return this.#zone.at(this.#dayBefore(this.#zone.dayOf(instant), days), OFFICE_OPENS_MINUTES);
  }

  /**
   * When a rung of a ladder fires: at 09:00, so many working days before (negative) or after the deadline, and with 0 on
   * the deadline's own day, while there is still time to act.
   */
  rungAt(dueAt: Date, workingDays: number): Date {
    if (workingDays === 0) return this.#zone.at(this.#zone.dayOf(dueAt), OFFICE_OPENS_MINUTES);
    if (workingDays < 0) return this.subtractWorkingDays(dueAt, -workingDays);
    return this.#zone.at(this.#dayAfter(this.#zone.dayOf(dueAt), workingDays), OFFICE_OPENS_MINUTES);
  }

  /** Whole working days left from now to the deadline: 0 is no further working day after today's, negative is overdue. */
  workingDaysBetween(now: Date, due: Date): number {
    const left = this.#count.through(this.#zone.dayOf(due)) - this.#count.through(this.#zone.dayOf(now));
    return now > due ? Math.min(left, -1) : left;
  }

  /** The end of the n-th day after the instant's day, worked or not, n a whole number. */
  addCalendarDays(instant: Date, days: number): Date {
    return this.#zone.endOf(this.#zone.dayOf(instant) + wholeDays(days));
  }

  /** The end of that day (`MM-DD`) of the year; 02-29 is the last day of February. */
  endOfDate(date: string, year: number): Date {
    const lastOfFebruary = date === '02-29' ? dayNumber(`${year}-03-01`) - 1 : null;
    return this.#zone.endOf(lastOfFebruary ?? dayNumber(`${year}-${date}`));
  }

  /** Whether counting working days between the two instants meets a year whose holidays have not been published. */
  isProvisional(from: Date, to: Date): boolean {
    const last = this.localYear(to);
    for (let year = this.localYear(from); year <= last; year += 1) if (!this.#published.has(year)) return true;
    return false;
  }

  /** Every day after the one of `from`, up to and with the one of `to`: whether it counts as a working day, and why. */
  explain(from: Date, to: Date): ExplainedDay[] {
    const first = this.#zone.dayOf(from) + 1;
    const length = Math.max(0, this.#zone.dayOf(to) - first + 1);
    return Array.from({ length }, (_, index) => this.#explainDay(first + index));
  }

  #explainDay(day: DayNumber): ExplainedDay {
    const exception = this.#exceptions.get(day);
    return {
      day: dateOf(day),
      counted: this.#isWorked(day),
      why: exception?.name ?? (isWeekday(day) ? WORKING_DAY : WEEKEND),
      provisional: !this.#published.has(yearOf(day)),
    };
  }

  #isWorked(day: DayNumber): boolean {
    const exception = this.#exceptions.get(day);
    return exception === undefined ? isWeekday(day) : exception.kind === 'workday';
  }

  #dayAfter(day: DayNumber, days: number): DayNumber {
    const needed = days === 0 && !this.#isWorked(day) ? 1 : fromZero(days);
    return this.#count.dayReaching(this.#count.through(day) + needed, day);
  }

  #dayBefore(day: DayNumber, days: number): DayNumber {
    const isWorked = this.#isWorked(day);
    const needed = days === 0 && !isWorked ? 1 : fromZero(days);
    return this.#count.dayReaching(this.#count.through(day) - needed + (isWorked ? 0 : 1), day);
  }
}

function wholeDays(days: number): number {
  if (!Number.isSafeInteger(days)) throw new RangeError(`${days} is no whole number of days`);
  return days;
}

function fromZero(days: number): number {
  if (wholeDays(days) < 0) throw new RangeError(`${days} days: count backwards with subtractWorkingDays`);
  return days;
}
