import { describe, expect, test } from '@jest/globals';
import { chartOf, sent } from './small.fixture.js';

const region = (event: string): object => ({
  initial: 'open',
  states: { open: { on: { [event]: 'ready', both: 'ready' } }, ready: { type: 'final' } },
});
const chart = chartOf({
  initial: 'check',
  states: {
    check: {
      type: 'parallel',
      states: { money: region('paid'), law: region('lawful') },
      on: { stop: 'stopped' },
      onDone: 'over',
    },
    over: { type: 'final' },
    stopped: { type: 'final' },
  },
});

describe('regions side by side', () => {
  test('are all entered together', () => {
    expect(sent(chart, {}).states).toEqual(['check.money.open', 'check.law.open']);
  });

  test('move each on its own, in whatever order, and are named in reading order', () => {
    expect(sent(chart, {}, 'lawful').states).toEqual(['check.money.open', 'check.law.ready']);
    expect(sent(chart, {}, 'paid').states).toEqual(['check.money.ready', 'check.law.open']);
  });

  test('are left once all have reached their end', () => {
    expect(sent(chart, {}, 'lawful', 'paid').states).toEqual(['over']);
  });

  test('all take an event that all know', () => {
    expect(sent(chart, {}, 'both')).toMatchObject({ states: ['over'], done: true });
  });

  test('are left together by an event around them, done or not', () => {
    const outcome = sent(chart, {}, 'paid', 'stop');
    expect(outcome.states).toEqual(['stopped']);
    expect([...outcome.exited].sort()).toEqual([
      'check',
      'check.law',
      'check.law.open',
      'check.money',
      'check.money.ready',
    ]);
  });

  test('end the case where they are its outermost states', () => {
    const whole = chartOf({ type: 'parallel', states: { money: region('paid'), law: region('lawful') } });
    expect(sent(whole, {}, 'paid').done).toBe(false);
    expect(sent(whole, {}, 'paid', 'lawful')).toMatchObject({ done: true, states: ['money.ready', 'law.ready'] });
  });
});
