import { describe, expect, test } from '@jest/globals';
import type { GuardConfig } from '#contracts';
import { bad, found, good, stateOf } from './rules.fixture.js';

const when = (params: GuardConfig['params']): GuardConfig => ({ type: 'when', params });

describe('guard-can-hold', () => {
  test('fails on its bad fixture', () => {
    expect(found('guard-can-hold', bad('guard-can-hold'))).toEqual(['/machine/states/review/on/pass/guard/params']);
  });

  test('passes a sound definition', () => {
    expect(found('guard-can-hold', good())).toEqual([]);
  });

  test('a number beyond what its field takes never comes', () => {
    expect(
      found(
        'guard-can-hold',
        good((definition, states) => {
          definition.fields['copies'] = { type: 'number', title: { zh: '份数', en: 'Copies' }, max: 10 };
          stateOf(states, 'review').on = {
            pass: { target: 'approved', guard: when({ field: 'copies', atLeast: 11 }) },
          };
        }),
      ),
    ).toEqual(['/machine/states/review/on/pass/guard/params']);
  });

  test('what an empty field makes true can hold', () => {
    expect(
      found(
        'guard-can-hold',
        good((_, states) => {
          stateOf(states, 'review').on = {
            pass: {
              target: 'approved',
              guard: when({ all: [{ field: 'kind', filled: false }, { not: { field: 'kind', is: 'letter' } }] }),
            },
          };
        }),
      ),
    ).toEqual([]);
  });
});
