import { describe, expect, test } from '@jest/globals';
import { timerEvent } from './outcome.js';
import { chartOf, sent } from './small.fixture.js';

const short = timerEvent('small', 'short', 'asked');
const long = timerEvent('small', 'long', 'asked');
const chart = chartOf({
  initial: 'asked',
  states: {
    asked: {
      on: { answer: 'over', again: { target: 'asked', reenter: true }, note: {}, skip: 'passing' },
      after: { short: { actions: 'mail.send' }, long: 'over' },
    },
    passing: { after: { short: 'over' }, always: 'over' },
    over: { type: 'final' },
  },
});

describe('delays', () => {
  test('of one state run side by side', () => {
    expect(sent(chart, {}).timersSet).toEqual([
      { timer: 'short', event: short, state: 'asked' },
      { timer: 'long', event: long, state: 'asked' },
    ]);
  });

  test('that do not leave the state let the others run on', () => {
    const outcome = sent(chart, {}, short);
    expect(outcome).toMatchObject({ states: ['asked'], timersSet: [], timersCancelled: [] });
    expect(outcome.effects).toEqual([{ name: 'mail.send', params: {} }]);
    expect(sent(chart, {}, short, long).states).toEqual(['over']);
  });

  test('are cancelled when the state is left', () => {
    expect(sent(chart, {}, 'answer').timersCancelled).toEqual([short, long]);
  });

  test('begin anew when the state is entered again, and only then', () => {
    const again = sent(chart, {}, 'again');
    expect(again.timersCancelled).toEqual([short, long]);
    expect(again.timersSet.map((set) => set.event)).toEqual([short, long]);
    expect(sent(chart, {}, 'note')).toMatchObject({ timersSet: [], timersCancelled: [] });
  });

  test('of a state that is only passed through never begin', () => {
    const outcome = sent(chart, {}, 'skip');
    expect(outcome.timersSet).toEqual([]);
    expect(outcome.timersCancelled).toEqual([short, long]);
  });

  test('of an outer state run on while inner states change', () => {
    const nested = chartOf({
      initial: 'outer',
      states: {
        outer: {
          initial: 'a',
          after: { long: 'over' },
          states: { a: { on: { next: 'b' } }, b: { after: { short: 'a' } } },
        },
        over: { type: 'final' },
      },
    });
    const next = sent(nested, {}, 'next');
    expect(next.timersSet.map((set) => set.state)).toEqual(['outer.b']);
    expect(next.timersCancelled).toEqual([]);
    expect(sent(nested, {}, 'next', timerEvent('small', 'long', 'outer'))).toMatchObject({
      states: ['over'],
      timersCancelled: [timerEvent('small', 'short', 'outer.b'), timerEvent('small', 'long', 'outer')],
    });
  });
});
