import type { LanguageCode } from './in-language.js';

// The offices that share one installation share one zone; instants arrive in UTC.
const ZONE = 'Asia/Shanghai';
const DAY_MS = 86_400_000;
const LOCALES: Record<LanguageCode, string> = { zh: 'zh-CN', en: 'en-GB' };

export type DateStyle = 'day' | 'date' | 'moment' | 'second' | 'weekday' | 'full';

const MOMENT: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
};

const STYLES: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  day: { month: 'short', day: 'numeric' },
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  moment: MOMENT,
  second: { ...MOMENT, second: '2-digit' },
  weekday: { weekday: 'short' },
  full: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' },
};

const made = new Map<string, Intl.DateTimeFormat>();

/** The instant at which a day `YYYY-MM-DD`, or the one so many days later, begins; null where it is no day. This is a pure function. */
export function startOfDay(day: string, daysLater = 0): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const begins = Date.parse(`${day}T00:00:00+08:00`);
  return Number.isNaN(begins) ? null : new Date(begins + daysLater * DAY_MS);
}

/** Writes an instant, or a day `YYYY-MM-DD`, as people of that language do. */
export function writtenDate(value: string, style: DateStyle, language: LanguageCode): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
  const instant = new Date(isDay ? `${value}T12:00:00+08:00` : value);
  if (Number.isNaN(instant.getTime())) return value;
  const key = `${language}.${style}`;
  const format = made.get(key) ?? new Intl.DateTimeFormat(LOCALES[language], { ...STYLES[style], timeZone: ZONE });
  made.set(key, format);
  return format.format(instant);
}

// Years stay 2017: thousands are set apart from ten thousand on.
const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6, useGrouping: 'min2' });

/** Writes a number with its thousands, at most six decimals. This is a pure function. */
export function writtenNumber(value: number): string {
  return NUMBER.format(value);
}
