import { describe, expect, test } from '@jest/globals';
import { activeStates, moveTo } from './move-to.js';
import { timerEvent } from './outcome.js';
import { chartOf, sent } from './small.fixture.js';

const chart = chartOf({
  initial: 'draft',
  states: {
    draft: { on: { submit: 'check' }, after: { short: 'over' } },
    check: {
      type: 'parallel',
      entry: 'check.open',
      states: {
        money: { initial: 'open', states: { open: { on: { paid: 'ready' } }, ready: {} } },
        law: { initial: 'open', states: { open: { on: { lawful: 'ready' } }, ready: {} } },
      },
    },
    over: { type: 'final' },
  },
});

describe('moving a case', () => {
  test('leaves everything and enters the state with its effects', () => {
    expect(moveTo(chart, sent(chart, { note: '原' }).position, ['check'])).toMatchObject({
      states: ['check.money.open', 'check.law.open'],
      exited: ['draft'],
      effects: [{ name: 'check.open' }],
      timersCancelled: [timerEvent('small', 'short', 'draft')],
      position: { subject: { note: '原' } },
    });
  });

  test('into one region enters the others at their beginning', () => {
    const { position } = sent(chart, {}, 'submit', 'lawful');
    expect(moveTo(chart, position, ['check.money.ready'])?.states).toEqual(['check.money.ready', 'check.law.open']);
  });

  test('into several regions at once enters each where it is told', () => {
    const { position } = sent(chart, {});
    const paths = ['check.money.ready', 'check.law.ready'];
    expect(moveTo(chart, position, paths)?.states).toEqual(paths);
  });

  test('to where it is begins the state anew', () => {
    expect(moveTo(chart, sent(chart, {}).position, ['draft'])).toMatchObject({ exited: ['draft'], entered: ['draft'] });
  });

  test('may end the case', () => {
    expect(moveTo(chart, sent(chart, {}).position, ['over'])?.done).toBe(true);
  });

  test('is refused where a state is unknown, or states exclude each other', () => {
    const { position } = sent(chart, {});
    expect(moveTo(chart, position, [])).toBeNull();
    expect(moveTo(chart, position, ['nowhere'])).toBeNull();
    expect(moveTo(chart, position, ['draft', 'over'])).toBeNull();
  });

  test('names the active states, innermost first', () => {
    expect(activeStates(['check.money.open', 'check.law.open'])).toEqual([
      'check.money.open',
      'check.law.open',
      'check.money',
      'check.law',
      'check',
    ]);
  });
});
