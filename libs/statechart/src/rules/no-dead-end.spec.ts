import { describe, expect, test } from '@jest/globals';
import type { StateConfig, TransitionConfig } from '#contracts';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('no-dead-end', () => {
  test('fails on its bad fixture', () => {
    expect(found('no-dead-end', bad('no-dead-end'))).toEqual(['/machine/states/shelved']);
  });

  test('passes a sound definition', () => {
    expect(found('no-dead-end', good())).toEqual([]);
  });

  test('a way that only leads back to itself is none', () => {
    expect(
      found(
        'no-dead-end',
        good((_, states) => {
          stateOf(states, 'review').on = { pass: { target: 'review', reenter: true } };
        }),
      ),
    ).toEqual(['/machine/states/review']);
  });

  test('a timer leads on', () => {
    expect(
      found(
        'no-dead-end',
        good((definition, states) => {
          definition.timers['end'] = { workingDays: 1 };
          stateOf(states, 'review').on = {};
          stateOf(states, 'review').after = { end: 'approved' };
        }),
      ),
    ).toEqual([]);
  });

  test('a state around leads on', () => {
    expect(
      found(
        'no-dead-end',
        good((_, states) => {
          states['review'] = { initial: 'in', states: { in: {} }, on: { pass: 'approved' } };
        }),
      ),
    ).toEqual([]);
  });

  /** Two branches side by side, and a region that goes on once so many of them have come. */
  const join = (needed: number, one: TransitionConfig, onDone: TransitionConfig = 'approved'): string[] => {
    const branch = (event: string, arrow: TransitionConfig): StateConfig => ({
      initial: 'open',
      states: { open: { on: { [event]: arrow } }, closed: { type: 'final' } },
    });
    const next: StateConfig = {
      initial: 'waiting',
      states: {
        waiting: { always: { target: 'on', guard: { type: 'when', params: { field: 'copies', atLeast: needed } } } },
        on: { type: 'final' },
      },
    };
    const states = { one: branch('pass', one), other: branch('return', counting), next };
    return found(
      'no-dead-end',
      good((definition, all) => {
        definition.forms = {};
        all['review'] = { type: 'parallel', states, onDone };
      }),
    );
  };
  const counting = { target: 'closed', actions: { type: 'subject.count', params: { field: 'copies' } } };
  const anew = {
    target: 'review',
    reenter: true,
    guard: { type: 'when' as const, params: { field: 'kind', is: 'letter' } },
    actions: { type: 'subject.set', params: { field: 'copies', value: 0 } },
  };

  test('a wait for what regions beside it count leads on', () => {
    expect([join(1, counting), join(2, counting), join(2, counting, [anew, { target: 'approved' }])]).toEqual([
      [],
      [],
      [],
    ]);
  });

  test('a wait for more than they count does not', () => {
    const waiting = ['/machine/states/review/states/next/states/waiting'];
    expect(join(3, counting)).toEqual(waiting);
    expect(join(2, [{ ...counting, guard: anew.guard }, { target: 'closed' }])).toEqual(waiting);
    expect(join(2, { ...counting, actions: [counting.actions, anew.actions] })).toEqual(waiting);
  });
});
