import { describe, expect, test } from '@jest/globals';
import { chartOf, sent } from './small.fixture.js';
import { takes } from './step.js';

const chart = chartOf({
  initial: 'plan',
  states: {
    plan: {
      initial: 'draft',
      entry: 'plan.open',
      exit: 'plan.close',
      on: { drop: 'dropped', next: 'dropped' },
      states: {
        draft: { entry: 'draft.open', exit: 'draft.close', on: { next: 'review' } },
        review: { on: { back: 'draft', pass: '#small.run.first' } },
      },
    },
    run: { initial: 'second', states: { first: { on: { jump: '#small.plan.review' } }, second: {} } },
    dropped: { type: 'final' },
  },
});

describe('states within states', () => {
  test('enters the outer state, then its first inner one', () => {
    expect(sent(chart, {})).toMatchObject({ states: ['plan.draft'], entered: ['plan', 'plan.draft'] });
    expect(sent(chart, {}).effects.map((effect) => effect.name)).toEqual(['plan.open', 'draft.open']);
  });

  test('asks the inner state before the outer', () => {
    expect(sent(chart, {}, 'next')).toMatchObject({ states: ['plan.review'], exited: ['plan.draft'] });
    expect(sent(chart, {}, 'next', 'next').states).toEqual(['dropped']);
  });

  test('takes an event of the outer state in every inner one, and leaves from inside out', () => {
    const outcome = sent(chart, {}, 'drop');
    expect(outcome.exited).toEqual(['plan.draft', 'plan']);
    expect(outcome.effects.map((effect) => effect.name)).toEqual(['draft.close', 'plan.close']);
  });

  test('goes straight to an inner state of another', () => {
    expect(sent(chart, {}, 'next', 'pass')).toMatchObject({ states: ['run.first'], entered: ['run', 'run.first'] });
    expect(sent(chart, {}, 'next', 'pass', 'jump').states).toEqual(['plan.review']);
  });

  test('does not take what only another inner state takes', () => {
    expect(takes(chart, sent(chart, {}).position, 'back')).toBe(false);
  });
});
