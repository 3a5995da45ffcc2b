import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CHINA_YEARS } from './china-days.js';
import { WorkingCalendar } from './working-calendar.js';

const calendar = new WorkingCalendar({
  exceptions: CHINA_YEARS.flatMap(({ days }) => days),
  publishedYears: CHINA_YEARS.map(({ year }) => year),
});

const at = (local: string) => new Date(`${local}+08:00`);
const endOf = (date: string) => at(`${date}T23:59:59.999`);

const instant = fc.date({
  min: new Date('2015-12-01T00:00:00Z'),
  max: new Date('2019-03-01T00:00:00Z'),
  noInvalidDate: true,
});
const days = fc.integer({ min: 0, max: 400 });

describe('working days', () => {
  test.each([
    ['2017-01-25T09:00:00', 3, '2017-02-04', 'Spring Festival lies between, and Saturday 4 February is worked'],
    ['2017-01-20T16:30:00', 1, '2017-01-22', 'the Sunday before Spring Festival is worked'],
    ['2017-09-29T10:00:00', 1, '2017-09-30', 'the Saturday before National Day is worked'],
    ['2017-09-30T10:00:00', 1, '2017-10-09', 'eight days of National Day and Mid-Autumn'],
    ['2017-01-03T09:00:00', 15, '2017-01-23', 'one worked Sunday makes it a day shorter'],
    ['2017-01-07T09:00:00', 1, '2017-01-09', 'from a Saturday the first day is Monday'],
    ['2017-01-06T23:59:59', 0, '2017-01-06', 'no day at all is today'],
    ['2017-01-07T09:00:00', 0, '2017-01-09', 'no day at all from a day off is the next working day'],
    ['2018-12-28T09:00:00', 2, '2019-01-01', 'beyond the published years only weekends are known'],
  ])('from %s, %i days end on %s: %s', (from, count, due) => {
    expect(calendar.addWorkingDays(at(from), count)).toEqual(endOf(due));
  });

  test('count backwards to the morning of a working day', () => {
    expect(calendar.subtractWorkingDays(endOf('2017-02-06'), 3)).toEqual(at('2017-01-26T09:00:00'));
    expect(calendar.subtractWorkingDays(endOf('2017-02-05'), 1)).toEqual(at('2017-02-04T09:00:00'));
    expect(calendar.subtractWorkingDays(endOf('2017-02-05'), 0)).toEqual(at('2017-02-04T09:00:00'));
    expect(calendar.subtractWorkingDays(endOf('2017-02-06'), 0)).toEqual(at('2017-02-06T09:00:00'));
  });

  test('begin and end with the day of the tenant, not of UTC', () => {
    expect(calendar.localDate(new Date('2017-01-03T16:00:00Z'))).toBe('2017-01-04');
    expect(calendar.localDate(new Date('2017-01-03T15:59:59.999Z'))).toBe('2017-01-03');
    expect(calendar.addWorkingDays(new Date('2017-01-03T16:00:00Z'), 1)).toEqual(new Date('2017-01-05T15:59:59.999Z'));
  });

  test('fire a rung before, at and after the deadline', () => {
    const due = endOf('2017-01-26');
    expect(calendar.rungAt(due, -3)).toEqual(at('2017-01-23T09:00:00'));
    expect(calendar.rungAt(due, 0)).toEqual(at('2017-01-26T09:00:00'));
    expect(calendar.rungAt(due, 1)).toEqual(at('2017-02-03T09:00:00'));
  });

  test.each([
    ['2017-01-03T09:00:00', '2017-01-03', 0, 'today is the last day'],
    ['2017-01-03T09:00:00', '2017-01-05', 2, 'two days are left'],
    ['2017-01-26T09:00:00', '2017-02-03', 1, 'the festival does not count'],
    ['2017-01-28T09:00:00', '2017-01-26', -1, 'overdue on a day off is overdue by one'],
    ['2017-02-06T09:00:00', '2017-01-26', -3, 'overdue by three'],
  ])('at %s a deadline on %s leaves %i: %s', (now, due, left) => {
    expect(calendar.workingDaysBetween(at(now), endOf(due))).toBe(left);
  });

  test('refuse parts of a day and negative counts', () => {
    expect(() => calendar.addWorkingDays(at('2017-01-03T09:00:00'), 1.5)).toThrow(RangeError);
    expect(() => calendar.addWorkingDays(at('2017-01-03T09:00:00'), -1)).toThrow(RangeError);
  });

  test('added day by day arrive where they arrive at once', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 300 }), days, (from, first, second) => {
        const stepwise = calendar.addWorkingDays(calendar.addWorkingDays(from, first), second);
        expect(stepwise).toEqual(calendar.addWorkingDays(from, first + second));
      }),
    );
  });

  test('agree with counting the explained days one by one', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 120 }), (from, count) => {
        const due = calendar.addWorkingDays(from, count);
        const explained = calendar.explain(from, due);
        expect(explained.filter(({ counted }) => counted)).toHaveLength(count);
        expect(explained.at(-1)).toMatchObject({ day: calendar.localDate(due), counted: true });
      }),
    );
  });

  test('are left in the number that was added', () => {
    fc.assert(
      fc.property(instant, days, (from, count) => {
        const due = calendar.addWorkingDays(from, count);
        const expected = count === 0 && !calendar.isWorkingDay(from) ? 1 : count;
        expect(calendar.workingDaysBetween(from, due)).toBe(expected);
      }),
    );
  });

  test('come back when they are taken away again', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 300 }), (from, count) => {
        const before = calendar.subtractWorkingDays(from, count);
        expect(calendar.isWorkingDay(before)).toBe(true);
        const arrives = calendar.addWorkingDays(before, calendar.isWorkingDay(from) ? count : count - 1);
        expect(calendar.localDate(arrives) <= calendar.localDate(from)).toBe(true);
        if (calendar.isWorkingDay(from)) expect(calendar.localDate(arrives)).toBe(calendar.localDate(from));
      }),
    );
  });

  // 0.2 µs by itself; Jest's own context makes every look-up of a global some twenty times dearer.
  test('cost microseconds, however many they are', () => {
    const from = at('2017-01-03T09:00:00');
    const rounds = 10_000;
    const micros = Math.min(
      ...Array.from({ length: 5 }, () => {
        const started = performance.now();
        for (let round = 0; round < rounds; round += 1) calendar.addWorkingDays(from, round % 250);
        return ((performance.now() - started) * 1000) / rounds;
      }),
    );
    process.stdout.write(`addWorkingDays: ${micros.toFixed(2)} µs\n`);
    expect(micros).toBeLessThan(20);
  });
});

describe('the explanation of a span', () => {
  test('names each day that did not count', () => {
    const explained = calendar.explain(at('2017-01-25T09:00:00'), endOf('2017-02-05'));
    expect(explained.map(({ day, counted, why }) => `${day} ${counted ? '+' : '-'} ${why.zh}`)).toEqual([
      '2017-01-26 + 工作日',
      '2017-01-27 - 春节',
      '2017-01-28 - 春节',
      '2017-01-29 - 春节',
      '2017-01-30 - 春节',
      '2017-01-31 - 春节',
      '2017-02-01 - 春节',
      '2017-02-02 - 春节',
      '2017-02-03 + 工作日',
      '2017-02-04 + 春节调休',
      '2017-02-05 - 周末',
    ]);
  });

  test('marks days of years that are not published', () => {
    const explained = calendar.explain(endOf('2018-12-30'), endOf('2019-01-01'));
    expect(explained.map(({ day, provisional }) => [day, provisional])).toEqual([
      ['2018-12-31', false],
      ['2019-01-01', true],
    ]);
  });
});
