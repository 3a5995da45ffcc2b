import { describe, expect, test } from '@jest/globals';
import { chartOf, sent } from './small.fixture.js';

const chart = chartOf({
  initial: 'work',
  states: {
    work: {
      initial: 'first',
      entry: 'work.open',
      exit: 'work.close',
      states: { first: { on: { next: 'second' } }, second: {} },
      on: {
        note: { actions: 'note.add' },
        back: { target: '.first', actions: 'note.add' },
        backAnew: { target: '.first', reenter: true },
        anew: { target: 'work', reenter: true },
      },
    },
  },
});
const names = (...events: string[]): string[] => sent(chart, {}, ...events).effects.map((effect) => effect.name);

describe('transitions that stay inside', () => {
  test('without a target change no state', () => {
    expect(sent(chart, {}, 'next', 'note')).toMatchObject({ states: ['work.second'], exited: [], entered: [] });
    expect(names('next', 'note')).toEqual(['note.add']);
  });

  test('to an inner state do not leave the outer one', () => {
    expect(sent(chart, {}, 'next', 'back')).toMatchObject({ exited: ['work.second'], entered: ['work.first'] });
    expect(names('next', 'back')).toEqual(['note.add']);
  });

  test('leave and enter the outer one where they say `reenter`', () => {
    expect(sent(chart, {}, 'next', 'backAnew')).toMatchObject({
      exited: ['work.second', 'work'],
      entered: ['work', 'work.first'],
    });
    expect(names('next', 'backAnew')).toEqual(['work.close', 'work.open']);
    expect(names('next', 'anew')).toEqual(['work.close', 'work.open']);
  });
});
