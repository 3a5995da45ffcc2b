import { describe, expect, test } from '@jest/globals';
import { CHINA_YEARS } from './china-days.js';
import { explainSpan, resolveSpan } from './resolve-span.js';
import { WorkingCalendar } from './working-calendar.js';

const calendar = new WorkingCalendar({
  exceptions: CHINA_YEARS.flatMap(({ days }) => days),
  publishedYears: CHINA_YEARS.map(({ year }) => year),
});
const now = new Date('2017-01-03T09:00:00+08:00');
const endOf = (date: string) => new Date(`${date}T23:59:59.999+08:00`);

describe('a deadline', () => {
  test('counts working days', () => {
    expect(resolveSpan({ workingDays: 3 }, now, {}, calendar)).toEqual({
      dueAt: endOf('2017-01-06'),
      provisional: false,
    });
  });

  test('counts every day of a window', () => {
    expect(resolveSpan({ calendarDays: 10 }, now, {}, calendar)).toEqual({
      dueAt: endOf('2017-01-13'),
      provisional: false,
    });
  });

  test('is a day of the year that the case is about', () => {
    const { dueAt } = resolveSpan({ date: '01-31', year: 'year' }, now, { year: 2018 }, calendar);
    expect(dueAt).toEqual(endOf('2018-01-31'));
  });

  test('is now where that day is past', () => {
    expect(resolveSpan({ date: '01-31', year: 'year' }, now, { year: 2016 }, calendar).dueAt).toEqual(now);
  });

  test('takes the last day of February for the twenty-ninth', () => {
    expect(resolveSpan({ date: '02-29', year: 'year' }, now, { year: 2018 }, calendar).dueAt).toEqual(
      endOf('2018-02-28'),
    );
    expect(resolveSpan({ date: '02-29', year: 'year' }, now, { year: 2020 }, calendar).dueAt).toEqual(
      endOf('2020-02-29'),
    );
  });

  test('is provisional where it runs into a year without published holidays', () => {
    const december = new Date('2018-12-20T09:00:00+08:00');
    expect(resolveSpan({ workingDays: 20 }, december, {}, calendar).provisional).toBe(true);
    expect(resolveSpan({ workingDays: 3 }, december, {}, calendar).provisional).toBe(false);
  });

  test('names the field that holds no year', () => {
    expect(() => resolveSpan({ date: '01-31', year: 'year' }, now, { year: '2017' }, calendar)).toThrow('"year"');
    expect(() => resolveSpan({ date: '13-31', year: 'year' }, now, { year: 2017 }, calendar)).toThrow(RangeError);
  });

  test('explains working days and nothing else', () => {
    const due = endOf('2017-01-09');
    expect(explainSpan({ workingDays: 4 }, now, due, calendar).map(({ counted }) => counted)).toEqual([
      true,
      true,
      true,
      false,
      false,
      true,
    ]);
    expect(explainSpan({ calendarDays: 6 }, now, due, calendar)).toEqual([]);
  });
});
