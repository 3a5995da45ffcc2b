import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('typed-effect', () => {
  test('fails on its bad fixture', () => {
    expect(found('typed-effect', bad('typed-effect'))).toEqual([
      '/machine/states/review/on/return/actions/params/field',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('typed-effect', good())).toEqual([]);
  });

  test('a value fits its field', () => {
    expect(
      found(
        'typed-effect',
        good((_, states) => {
          stateOf(states, 'review').entry = [
            { type: 'subject.set', params: { field: 'kind', value: 'note' } },
            { type: 'subject.set', params: { field: 'kind', value: null } },
          ];
        }),
      ),
    ).toEqual(['/machine/states/review/entry/0/params/value']);
  });

  test('a row has the columns of its table', () => {
    expect(
      found(
        'typed-effect',
        good((definition, states) => {
          definition.fields['rows'] = {
            type: 'list',
            title: { zh: '表', en: 'Table' },
            maxItems: 9,
            columns: { reason: { type: 'text', maxLength: 9, title: { zh: '事由', en: 'Reason' } } },
          };
          stateOf(states, 'review').entry = {
            type: 'subject.append',
            params: { field: 'rows', take: ['reason', 'copies'] },
          };
        }),
      ),
    ).toEqual(['/machine/states/review/entry/params/take/1']);
  });
});
