/** A day of the tenant's zone as whole days since 1970-01-01, which makes calendar arithmetic integer arithmetic. */
export type DayNumber = number;

const DAY_MS = 86_400_000;

/** The day number of a date written `YYYY-MM-DD`; anything else throws a RangeError. This is a pure function. */
export function dayNumber(date: string): DayNumber {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date) {
    throw new RangeError(`"${date}" is no date of the form YYYY-MM-DD`);
  }
  return ms / DAY_MS;
}

/** The date of a day number, written `YYYY-MM-DD`. This is a pure function. */
export function dateOf(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The year that a day number lies in. This is a pure function. */
export function yearOf(day: DayNumber): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/** A zone with one offset from UTC all the year round, such as Asia/Shanghai (`+08:00`). */
export class FixedZone {
  readonly #offsetMs: number;

  constructor(offset: string) {
    const parts = /^([+-])(\d{2}):(\d{2})$/.exec(offset);
    if (parts === null) throw new RangeError(`"${offset}" is no offset of the form +08:00`);
    this.#offsetMs = (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) * 60_000;
  }

  dayOf(instant: Date): DayNumber {
    return Math.floor((instant.getTime() + this.#offsetMs) / DAY_MS);
  }

  /** The last millisecond of the day, 23:59:59.999. */
  endOf(day: DayNumber): Date {
    return new Date((day + 1) * DAY_MS - this.#offsetMs - 1);
  }

  /** So many minutes after midnight. */
  at(day: DayNumber, minutes: number): Date {
    return new Date(day * DAY_MS - this.#offsetMs + minutes * 60_000);
  }
}
