import { expect, test } from '@jest/globals';
import { queryOf } from './audit-query.js';

const nothing = {
  from: undefined,
  to: undefined,
  actor: undefined,
  action: undefined,
  object: undefined,
  outcome: undefined,
};

test('the last day is included, and what is not said is left out', () => {
  expect(queryOf({ ...nothing, from: '2026-11-26', to: '2026-11-26', actor: 'hz', outcome: '' })).toEqual({
    from: '2026-11-25T16:00:00.000Z',
    to: '2026-11-26T16:00:00.000Z',
    actor: 'hz',
  });
});

test.each(['', 'yesterday', '2026-11', '26.11.2026', '2026-13-01'])('“%s” is no day', (day) => {
  expect(queryOf({ ...nothing, from: day, to: day })).toEqual({});
});
