import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { CHINA_YEARS } from './china-days.js';
import { WorkingCalendar } from './working-calendar.js';

const published = z.object({ holidays: z.record(z.string(), z.string()), workdays: z.record(z.string(), z.string()) });
const packageFile = createRequire(import.meta.url).resolve('chinese-days');

const calendar = new WorkingCalendar({
  exceptions: CHINA_YEARS.flatMap(({ days }) => days),
  publishedYears: CHINA_YEARS.map(({ year }) => year),
});

describe('the holidays of mainland China', () => {
  test.each(CHINA_YEARS.map(({ year }) => year))('agree day by day with an independent list for %i', (year) => {
    const list = published.parse(
      JSON.parse(readFileSync(new URL(`years/${year}.json`, `file://${packageFile}`), 'utf8')),
    );
    for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
      const day = new Date(at);
      const date = day.toISOString().slice(0, 10);
      const isWeekday = day.getUTCDay() % 6 !== 0;
      const isWorked = date in list.workdays || (isWeekday && !(date in list.holidays));
      expect([date, calendar.isWorkingDay(day)]).toEqual([date, isWorked]);
    }
  });

  test.each([
    ['2017-01-22', true],
    ['2017-01-26', true],
    ['2017-01-27', false],
    ['2017-02-02', false],
    ['2017-02-04', true],
    ['2017-09-30', true],
    ['2017-10-01', false],
    ['2017-10-08', false],
    ['2016-10-09', true],
    ['2018-12-29', true],
    ['2018-12-31', false],
    ['2026-02-23', false],
    ['2026-10-10', true],
  ])('%s is a working day: %s', (date, isWorked) => {
    expect(calendar.isWorkingDay(new Date(`${date}T12:00:00+08:00`))).toBe(isWorked);
  });

  test('every day has a name in both languages and stands once', () => {
    const days = CHINA_YEARS.flatMap((year) => year.days);
    expect(new Set(days.map(({ day }) => day)).size).toBe(days.length);
    expect(days.filter(({ name }) => name.zh === '' || name.en === '')).toEqual([]);
    expect(calendar.dayName(new Date('2017-01-22T12:00:00+08:00'))).toEqual({
      zh: '春节调休',
      en: 'Worked for Spring Festival',
    });
  });
});
