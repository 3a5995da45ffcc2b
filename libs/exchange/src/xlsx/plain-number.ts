import type { NumberMeaning } from './number-formats.js';

const DAY_SECONDS = 86_400;
const UNIX_EPOCH_1900 = 25_569;
const DAYS_1900_TO_1904 = 1462;
/** Excel counts a 29 February 1900 that never was; days before it are one behind. */
const FIRST_DAY_AFTER_FALSE_LEAP_DAY = 60;

/** A number as Excel would show it plainly: up to fifteen digits, a date as `YYYY-MM-DD`, a percentage with its sign. */
export function plainNumber(raw: string, meaning: NumberMeaning, countsFrom1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  if (meaning === 'number') return fifteenDigits(value);
  if (meaning === 'percent') return `${fifteenDigits(value * 100)}%`;
  return dateText(countsFrom1904 ? value + DAYS_1900_TO_1904 : value, meaning) ?? fifteenDigits(value);
}

function fifteenDigits(value: number): string {
  return String(Number.parseFloat(value.toPrecision(15)));
}

function dateText(serial: number, meaning: NumberMeaning): string | null {
  const day = serial < FIRST_DAY_AFTER_FALSE_LEAP_DAY ? serial + 1 : serial;
  const seconds = Math.round((day - UNIX_EPOCH_1900) * DAY_SECONDS);
  const date = new Date(seconds * 1000);
  if (serial < 0 || Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return null;
  const [days = '', time = ''] = date.toISOString().slice(0, 19).split('T');
  if (meaning === 'time' && serial < 1) return time;
  const isWholeDay = seconds % DAY_SECONDS === 0;
  return isWholeDay ? days : `${days} ${time}`;
}
