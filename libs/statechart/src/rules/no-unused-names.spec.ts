import { describe, expect, test } from '@jest/globals';
import { bad, found, good } from './rules.fixture.js';

describe('no-unused-names', () => {
  test('fails on its bad fixture', () => {
    expect(found('no-unused-names', bad('no-unused-names'))).toEqual(['/timers/reviewSilence']);
  });

  test('passes a sound definition', () => {
    expect(found('no-unused-names', good())).toEqual([]);
  });

  test('a form that nobody opens is found', () => {
    expect(
      found(
        'no-unused-names',
        good((definition) => {
          definition.forms['old'] = { fields: [{ field: 'copies' }] };
        }),
      ),
    ).toEqual(['/forms/old']);
  });
});
