import { describe, expect, test } from '@jest/globals';
import { chartOf, sent } from './small.fixture.js';

const chart = chartOf({
  initial: 'work',
  states: {
    work: {
      initial: 'first',
      on: { pause: 'paused' },
      states: {
        first: { initial: 'half', on: { next: 'second' }, states: { half: { on: { more: 'whole' } }, whole: {} } },
        second: {},
        lately: { type: 'history' },
        exactly: { type: 'history', history: 'deep' },
      },
    },
    paused: { on: { resume: 'work.lately', resumeExactly: 'work.exactly', restart: 'work' } },
    early: {},
  },
});

describe('history', () => {
  test('shallow: comes back to the state that was left, at its beginning', () => {
    expect(sent(chart, {}, 'more', 'pause', 'resume').states).toEqual(['work.first.half']);
    expect(sent(chart, {}, 'next', 'pause', 'resume').states).toEqual(['work.second']);
  });

  test('deep: comes back to exactly where it was', () => {
    expect(sent(chart, {}, 'more', 'pause', 'resumeExactly').states).toEqual(['work.first.whole']);
  });

  test('remembers the latest, not the first', () => {
    expect(sent(chart, {}, 'more', 'pause', 'resume', 'next', 'pause', 'resumeExactly').states).toEqual([
      'work.second',
    ]);
  });

  test('is not asked where the state is entered anew', () => {
    expect(sent(chart, {}, 'next', 'pause', 'restart').states).toEqual(['work.first.half']);
  });

  test('goes to its own target where there is nothing to remember', () => {
    const fresh = chartOf({
      initial: 'paused',
      states: {
        paused: { on: { resume: 'work.lately' } },
        work: { initial: 'first', states: { first: {}, second: {}, lately: { type: 'history', target: 'second' } } },
      },
    });
    expect(sent(fresh, {}, 'resume').states).toEqual(['work.second']);
  });

  test('deep: brings back every region', () => {
    const regions = chartOf({
      initial: 'work',
      states: {
        work: {
          type: 'parallel',
          on: { pause: 'paused' },
          states: {
            left: { initial: 'a', states: { a: { on: { left: 'b' } }, b: {} } },
            right: { initial: 'a', states: { a: { on: { right: 'b' } }, b: {} } },
            exactly: { type: 'history', history: 'deep' },
          },
        },
        paused: { on: { resume: 'work.exactly' } },
      },
    });
    expect(sent(regions, {}, 'right', 'pause', 'resume').states).toEqual(['work.left.a', 'work.right.b']);
  });
});
