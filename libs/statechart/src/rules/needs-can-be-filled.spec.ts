import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('needs-can-be-filled', () => {
  test('fails on its bad fixture', () => {
    expect(found('needs-can-be-filled', bad('needs-can-be-filled'))).toEqual([
      '/machine/states/review/meta/tasks/0/outcomes/return/needs/0',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('needs-can-be-filled', good())).toEqual([]);
  });

  test('a field that the form shows but does not ask is not enough', () => {
    expect(
      found(
        'needs-can-be-filled',
        good((definition, states) => {
          definition.forms['view'] = { fields: [{ field: 'reason', readOnly: true }] };
          const task = stateOf(states, 'review').meta?.tasks?.[0];
          if (task)
            Object.assign(task, {
              form: 'view',
              outcomes: { pass: { title: { zh: '通过', en: 'Pass' }, needs: ['reason'] } },
            });
        }),
      ),
    ).toEqual(['/machine/states/review/meta/tasks/0/outcomes/pass/needs/0']);
  });

  test('a panel of a domain may ask for it', () => {
    expect(
      found(
        'needs-can-be-filled',
        good((_, states) => {
          const task = stateOf(states, 'review').meta?.tasks?.[0];
          if (task)
            Object.assign(task, {
              panel: 'target-sheet',
              outcomes: { pass: { title: { zh: '通过', en: 'Pass' }, needs: ['reason'] } },
            });
        }),
      ),
    ).toEqual([]);
  });
});
