import { describe, expect, test } from '@jest/globals';
import { bad, found, good } from './rules.fixture.js';

describe('span-exists', () => {
  test('fails on its bad fixture', () => {
    expect(found('span-exists', bad('span-exists'))).toEqual(['/machine/states/review/meta/tasks/0/deadline/date']);
  });

  test('passes a sound definition', () => {
    expect(found('span-exists', good())).toEqual([]);
  });

  test('29 February is no day of every year', () => {
    expect(
      found(
        'span-exists',
        good((definition) => {
          definition.timers['end'] = { date: '02-29', year: 'copies' };
        }),
      ),
    ).toEqual(['/timers/end/date']);
  });

  test('31 December is', () => {
    expect(
      found(
        'span-exists',
        good((definition) => {
          definition.timers['end'] = { date: '12-31', year: 'copies' };
        }),
      ),
    ).toEqual([]);
  });
});
