import { describe, expect, test } from '@jest/globals';
import type { Span } from '#contracts';
import { simulate, type Calendar, type Simulation, type Trial } from './simulate.js';
import { small, words } from './small.fixture.js';
import { compile } from './step.js';

const DAY = 86_400_000;
const at = (day: number): Date => new Date(Date.UTC(2017, 0, day));
const daysOf = (span: Span): number =>
  'workingDays' in span ? span.workingDays : 'calendarDays' in span ? span.calendarDays : 365;
const calendar: Calendar = (span, from) => new Date(from.getTime() + daysOf(span) * DAY);
const chart = compile(
  small({
    initial: 'asked',
    states: {
      asked: {
        meta: {
          title: words('询问'),
          tasks: [
            {
              name: 'answer',
              title: words('答复'),
              people: { post: 'leadership' },
              deadline: { calendarDays: 2 },
              outcomes: { answer: { title: words('答复') } },
            },
          ],
        },
        on: { answer: { target: 'waiting', guard: { type: 'when', params: { field: 'ready', is: true } } } },
        after: { short: { actions: 'mail.send' }, long: 'over' },
      },
      waiting: { after: { short: 'over' } },
      over: { type: 'final', meta: { title: words('完'), output: ['ready'] } },
    },
  }),
);
const run = (...trials: Trial[]): Simulation => simulate(chart, { at: at(1), subject: {} }, trials, calendar);
const told = ({ moments }: Simulation): string[] =>
  moments.map((moment) => `${moment.at.getUTCDate()} ${moment.kind} ${moment.name} ${moment.states.join()}`);

describe('a simulation', () => {
  test('shows what is pending from the start, the next due first', () => {
    expect(run().pending.map(({ kind, name, dueAt }) => [kind, name, dueAt.getTime()])).toEqual([
      ['deadline', 'answer', at(3).getTime()],
      ['timer', 'short', at(4).getTime()],
      ['timer', 'long', at(31).getTime()],
    ]);
  });

  test('fires each timer when it is due, in order', () => {
    expect(told(run({ wait: { calendarDays: 30 } }))).toEqual([
      '1 start start asked',
      '3 deadline answer asked',
      '4 timer short asked',
      '31 timer long over',
    ]);
  });

  test('tells the effects of timers', () => {
    const [last] = run({ until: at(5) }).moments.slice(-1);
    expect(last).toMatchObject({ name: 'short', effects: [{ name: 'mail.send' }], refused: null });
  });

  test('merges what an answer gives, and drops what its state leaves behind', () => {
    const result = run({ wait: { calendarDays: 1 } }, { send: 'answer', given: { ready: true } });
    expect(told(result)).toEqual(['1 start start asked', '2 event answer waiting']);
    expect(result.pending).toMatchObject([{ name: 'short', state: 'waiting', dueAt: at(5) }]);
  });

  test('says why an event is refused, and goes on', () => {
    const { moments, states } = run({ send: 'answer' });
    expect(moments[1]).toMatchObject({ states: ['asked'], refused: { zh: '需满足：“齐备”。' } });
    expect(states).toEqual(['asked']);
  });

  test('comes to the end with its output, and takes nothing more', () => {
    const result = run({ send: 'answer', given: { ready: true } }, { wait: { workingDays: 3 } }, { send: 'answer' });
    expect(result).toMatchObject({ done: true, output: { ready: true }, pending: [], at: at(4) });
    expect(result.moments.at(-1)?.refused).not.toBeNull();
  });

  test('does not turn its clock back', () => {
    expect(() => run({ until: at(0) })).toThrow(RangeError);
  });

  test('stops timers that never come to rest', () => {
    const restless = compile(
      small(
        { initial: 'a', states: { a: { after: { now: { target: 'a', reenter: true } } } } },
        { timers: { now: { workingDays: 0 } } },
      ),
    );
    expect(() => simulate(restless, { at: at(1), subject: {} }, [{ until: at(2) }], calendar)).toThrow(/come to rest/);
  });
});
