import { describe, expect, test } from '@jest/globals';
import type { StateConfig } from '#contracts';
import { check } from './check.js';
import { leaveRequest } from './leave-request.fixture.js';

const title = { zh: '审批', en: 'Review' };

describe('the check of a definition', () => {
  test('finds nothing in one whose names all exist', () => {
    expect(check(leaveRequest())).toEqual([]);
  });

  test.each<[string, Partial<Record<string, StateConfig>>, string]>([
    ['known-state', { review: { on: { pass: 'nowhere' } } }, '/machine/states/review/on/pass'],
    [
      'known-field',
      { review: { on: { pass: { target: 'done', guard: { type: 'when', params: { field: 'nothing', is: 1 } } } } } },
      '/machine/states/review/on/pass',
    ],
    ['known-timer', { review: { after: { never: 'done' } } }, '/machine/states/review/after/never'],
    [
      'known-form',
      {
        review: {
          meta: { title, tasks: [{ name: 'a', title, people: { post: 'leadership' }, form: 'none', outcomes: {} }] },
        },
      },
      '/machine/states/review/meta/tasks/0/form',
    ],
    [
      'known-event',
      {
        review: {
          meta: { title, tasks: [{ name: 'a', title, people: { post: 'leadership' }, outcomes: { pass: { title } } }] },
        },
      },
      '/machine/states/review/meta/tasks/0/outcomes/pass',
    ],
    [
      'known-ladder',
      {
        review: {
          meta: { title, tasks: [{ name: 'a', title, people: { post: 'leadership' }, ladder: 'none', outcomes: {} }] },
        },
      },
      '/machine/states/review/meta/tasks/0/ladder',
    ],
  ])('%s', (rule, change, pointer) => {
    expect(check(leaveRequest(change))).toContainEqual(expect.objectContaining({ rule, pointer }));
  });

  test('stable-id', () => {
    const definition = leaveRequest();
    expect(check({ ...definition, workflow: 'other' })).toContainEqual(
      expect.objectContaining({ rule: 'stable-id', pointer: '/machine/id' }),
    );
  });
});
