import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('known-field', () => {
  test('fails on its bad fixture', () => {
    expect(found('known-field', bad('known-field'))).toEqual(['/forms/application/fields/3/field']);
  });

  test('passes a sound definition', () => {
    expect(found('known-field', good())).toEqual([]);
  });

  test('conditions, effects, people and columns name fields', () => {
    expect(
      found(
        'known-field',
        good((definition, states) => {
          definition.columns = ['a'];
          stateOf(states, 'review').on = {
            pass: {
              target: 'approved',
              guard: { type: 'when', params: { field: 'b', is: 1 } },
              actions: { type: 'subject.append', params: { field: 'c', take: ['d'] } },
            },
          };
          const task = stateOf(states, 'drafting').meta?.tasks?.[0];
          if (task) task.people.of = 'e';
        }),
      ),
    ).toEqual([
      '/columns/0',
      '/machine/states/review/on/pass/guard/params',
      '/machine/states/drafting/meta/tasks/0/people/of',
      '/machine/states/review/on/pass/actions/params/field',
      '/machine/states/review/on/pass/actions/params/take/0',
    ]);
  });

  test('an opinion may always be needed', () => {
    expect(
      found(
        'known-field',
        good((_, states) => {
          const task = stateOf(states, 'review').meta?.tasks?.[0];
          if (task) task.outcomes['pass'] = { title: { zh: '通过', en: 'Pass' }, needs: ['opinion'] };
        }),
      ),
    ).toEqual([]);
  });
});
