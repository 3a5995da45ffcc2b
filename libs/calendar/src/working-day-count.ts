import type { DayNumber } from './local-day.js';

const THURSDAY_1970 = 4;

/**
 * Counts working days by arithmetic: whole weeks by division, exceptions by binary search in a running sum. The cost
 * does not grow with the length of the span.
 */
export class WorkingDayCount {
  readonly #days: Float64Array;
  readonly #sums: Float64Array;

  /** `worked`: each day whose working state differs from what its weekday says, with the true state. */
  constructor(exceptions: ReadonlyMap<DayNumber, boolean>) {
    const differing = [...exceptions].filter(([day, worked]) => worked !== isWeekday(day)).sort(([a], [b]) => a - b);
    this.#days = Float64Array.from(differing, ([day]) => day);
    let sum = 0;
    this.#sums = Float64Array.from(differing, ([, worked]) => (sum += worked ? 1 : -1));
  }

  /** Working days up to and with that day, counted from a fixed origin. */
  through(day: DayNumber): number {
    return weekdaysThrough(day) + this.#correction(day);
  }

  /** The day with which the count reaches the number; the nearer the given day, the quicker the answer. */
  dayReaching(count: number, near: DayNumber): DayNumber {
    const guess = dayOfWeekday(count - this.#correction(near));
    let below = guess - 1;
    for (let step = 1; this.through(below) >= count; step *= 2) below -= step;
    let reached = Math.max(guess, below + 1);
    for (let step = 1; this.through(reached) < count; step *= 2) reached += step;
    while (reached - below > 1) {
      const middle = Math.floor((below + reached) / 2);
      if (this.through(middle) < count) below = middle;
      else reached = middle;
    }
    return reached;
  }

  #correction(day: DayNumber): number {
    let low = 0;
    let high = this.#days.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#days[middle] ?? Infinity) <= day) low = middle + 1;
      else high = middle;
    }
    return this.#sums[low - 1] ?? 0;
  }
}

/** Whether the day is one of Monday to Friday. */
export function isWeekday(day: DayNumber): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6;
}

function weekdayOf(day: DayNumber): number {
  return (((day + THURSDAY_1970) % 7) + 7) % 7;
}

/** Mondays to Fridays up to and with that day, counted from Sunday 1970-01-04. */
function weekdaysThrough(day: DayNumber): number {
  const sinceSunday = day - 3;
  const weeks = Math.floor(sinceSunday / 7);
  return weeks * 5 + Math.min(sinceSunday - weeks * 7, 5);
}

/** The n-th Monday to Friday from the same origin, so that `weekdaysThrough` is n there for the first time. */
function dayOfWeekday(n: number): DayNumber {
  const weeks = Math.floor((n - 1) / 5);
  return 3 + weeks * 7 + (n - weeks * 5);
}
