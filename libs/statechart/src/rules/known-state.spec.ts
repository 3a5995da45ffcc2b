import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('known-state', () => {
  test('fails on its bad fixture', () => {
    expect(found('known-state', bad('known-state'))).toEqual(['/machine/states/review/on/pass']);
  });

  test('passes a sound definition', () => {
    expect(found('known-state', good())).toEqual([]);
  });

  test('the first state exists', () => {
    expect(
      found(
        'known-state',
        good((definition) => {
          definition.machine.initial = 'nowhere';
        }),
      ),
    ).toEqual(['/machine/initial']);
  });

  test('a target in its long form is pointed at inside', () => {
    expect(
      found(
        'known-state',
        good((_, states) => {
          stateOf(states, 'review').on = { pass: [{ target: 'approved' }, { target: 'nowhere', actions: [] }] };
        }),
      ),
    ).toEqual(['/machine/states/review/on/pass/1/target']);
  });

  test('targets inside and by the name of the machine are followed', () => {
    expect(
      found(
        'known-state',
        good((_, states) => {
          stateOf(states, 'review').on = { pass: '#sample-approval.approved', return: '.inner' };
          stateOf(states, 'review').states = { inner: {} };
        }),
      ),
    ).toEqual([]);
  });

  test('separation of duties names a state', () => {
    expect(
      found(
        'known-state',
        good((_, states) => {
          const task = stateOf(states, 'review').meta?.tasks?.[0];
          if (task) task.people.not = ['draft'];
        }),
      ),
    ).toEqual(['/machine/states/review/meta/tasks/0/people/not/0']);
  });
});
