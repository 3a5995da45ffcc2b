import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { eventsOf } from './explore.js';
import type { StepOutcome } from './outcome.js';
import { charted, walk } from './random-chart.fixture.js';
import { chartOf, small } from './small.fixture.js';
import { begin, compile, interpretBegin, interpretStep, step } from './step.js';

/** What a step answers, or that it runs in a circle. */
function told(take: () => StepOutcome | null): unknown {
  try {
    return take();
  } catch (error) {
    return String(error);
  }
}

describe('a step like one that the chart has made', () => {
  test('ends as XState says, whatever its conditions ask and its effects change', () => {
    const counted = { all: 0, interpreted: 0 };
    const property = fc.property(charted, fc.array(walk, { minLength: 6, maxLength: 6 }), (states, walks) => {
      const definition = small({ initial: 'a', states });
      const chart = compile(definition);
      const byXState = compile(definition);
      const interpreted = jest.spyOn(chart.machine, 'transition');
      for (const [first, ...rest] of walks) {
        const begun = told(() => begin(chart, first?.[0] ?? {}));
        expect(begun).toEqual(told(() => interpretBegin(byXState, first?.[0] ?? {})));
        if (typeof begun === 'string') continue;
        let outcome = begun as StepOutcome;
        for (const [given, choice] of rest) {
          if (outcome.done) break;
          const events = eventsOf(chart, outcome.states);
          const type = events[choice % Math.max(events.length, 1)]?.event ?? 'one';
          const position = { ...outcome.position, subject: { ...outcome.position.subject, ...given } };
          const before = JSON.stringify(position);
          const next = told(() => step(chart, position, { type }));
          expect(next).toEqual(told(() => interpretStep(byXState, position, { type })));
          expect(JSON.stringify(position)).toBe(before);
          counted.all += 1;
          if (next === null || typeof next === 'string') continue;
          outcome = next as StepOutcome;
        }
      }
      counted.interpreted += interpreted.mock.calls.length;
    });
    fc.assert(property, { numRuns: 120, interruptAfterTimeLimit: 10_000 });
    expect(counted.all).toBeGreaterThan(200);
    expect(counted.interpreted).toBeLessThan(counted.all * 0.9);
  });

  test('is not interpreted again; one whose conditions answer otherwise is', () => {
    const chart = chartOf({
      initial: 'open',
      states: {
        open: {
          on: {
            send: [
              { target: 'checked', guard: { type: 'when', params: { field: 'count', atLeast: 2 } } },
              { target: 'open', reenter: true, actions: { type: 'subject.count', params: { field: 'count' } } },
            ],
          },
        },
        checked: { type: 'final' },
      },
    });
    const interpreted = jest.spyOn(chart.machine, 'transition');
    const send = (count: number): StepOutcome | null =>
      step(chart, { value: 'open', history: {}, subject: { count, note: `第${count}次` } }, { type: 'send' });
    expect(send(0)?.position.subject).toEqual({ count: 1, note: '第0次' });
    expect(send(1)?.position.subject).toEqual({ count: 2, note: '第1次' });
    expect(send(5)?.states).toEqual(['checked']);
    expect(send(2)?.position.subject).toEqual({ count: 2, note: '第2次' });
    expect(interpreted).toHaveBeenCalledTimes(2);
    expect(step(chart, { value: 'open', history: {}, subject: {} }, { type: 'nothing' })).toBeNull();
    expect(step(chart, { value: 'open', history: {}, subject: {} }, { type: 'nothing' })).toBeNull();
  });

  test('shares what nobody can change', () => {
    const chart = chartOf({ initial: 'open', states: { open: { on: { send: 'sent' } }, sent: {} } });
    const at = { value: 'open', history: {}, subject: {} };
    const first = step(chart, at, { type: 'send' });
    expect(() => first?.entered.push('elsewhere')).toThrow(TypeError);
    expect(step(chart, at, { type: 'send' })?.entered).toEqual(['sent']);
  });
});
