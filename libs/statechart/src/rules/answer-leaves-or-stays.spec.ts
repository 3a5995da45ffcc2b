import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('answer-leaves-or-stays', () => {
  test('fails on its bad fixture', () => {
    expect(found('answer-leaves-or-stays', bad('answer-leaves-or-stays'))).toEqual([
      '/machine/states/review/meta/tasks/0/outcomes/note',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('answer-leaves-or-stays', good())).toEqual([]);
  });

  test('a task does not stay open in a state that is left', () => {
    expect(
      found(
        'answer-leaves-or-stays',
        good((_, states) => {
          const task = stateOf(states, 'review').meta?.tasks?.[0];
          if (task) task.outcomes['pass'] = { title: { zh: '通过', en: 'Pass' }, stays: true };
        }),
      ),
    ).toEqual(['/machine/states/review/meta/tasks/0/outcomes/pass/stays']);
  });

  test('one of several tasks may be closed alone', () => {
    expect(
      found(
        'answer-leaves-or-stays',
        good((_, states) => {
          const { meta, on } = stateOf(states, 'review');
          const task = meta?.tasks?.[0];
          if (task && on) {
            meta.tasks?.push({ ...task, name: 'second', outcomes: { seen: { title: { zh: '已阅', en: 'Seen' } } } });
            on['seen'] = {};
          }
        }),
      ),
    ).toEqual([]);
  });
});
