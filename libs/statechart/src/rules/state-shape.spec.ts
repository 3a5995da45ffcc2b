import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('state-shape', () => {
  test('fails on its bad fixture', () => {
    expect(found('state-shape', bad('state-shape'))).toEqual(['/machine/states/approved/on']);
  });

  test('passes a sound definition', () => {
    expect(found('state-shape', good())).toEqual([]);
  });

  test('a group says where it begins', () => {
    expect(
      found(
        'state-shape',
        good((_, states) => {
          stateOf(states, 'review').states = { inner: {} };
        }),
      ),
    ).toEqual(['/machine/states/review']);
  });

  test('regions begin all together and need no first state', () => {
    expect(
      found(
        'state-shape',
        good((_, states) => {
          stateOf(states, 'review').type = 'parallel';
          stateOf(states, 'review').states = { inner: {} };
        }),
      ),
    ).toEqual([]);
  });

  test('only an end has an ending', () => {
    expect(
      found(
        'state-shape',
        good((_, states) => {
          const { meta } = stateOf(states, 'review');
          if (meta) meta.ending = 'done';
        }),
      ),
    ).toEqual(['/machine/states/review/meta/ending']);
  });

  test('what never ends inside is never done', () => {
    expect(
      found(
        'state-shape',
        good((_, states) => {
          stateOf(states, 'review').onDone = 'approved';
        }),
      ),
    ).toEqual(['/machine/states/review/onDone']);
  });
});
