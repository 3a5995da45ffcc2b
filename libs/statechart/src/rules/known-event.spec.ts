import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

const title = { zh: '某', en: 'Some' };

describe('known-event', () => {
  test('fails on its bad fixture', () => {
    expect(found('known-event', bad('known-event'))).toEqual(['/machine/states/review/meta/tasks/0/outcomes/refuse']);
  });

  test('passes a sound definition', () => {
    expect(found('known-event', good())).toEqual([]);
  });

  test('an answer may be heard by a state around', () => {
    expect(
      found(
        'known-event',
        good((_, states) => {
          const review = stateOf(states, 'review');
          states['around'] = {
            initial: 'review',
            states: { review: { ...(review.meta ? { meta: review.meta } : {}) } },
            on: { pass: 'approved', return: 'drafting' },
          };
          delete states['review'];
        }),
      ),
    ).toEqual([]);
  });

  test('an answer that sends nothing needs no event', () => {
    expect(
      found(
        'known-event',
        good((_, states) => {
          const task = stateOf(states, 'review').meta?.tasks?.[0];
          if (task) task.outcomes['note'] = { title, sends: false };
        }),
      ),
    ).toEqual([]);
  });

  test('an act is heard where it is offered', () => {
    expect(
      found(
        'known-event',
        good((_, states) => {
          const { meta } = stateOf(states, 'review');
          if (meta) meta.acts = { urge: { title, people: { post: 'leadership' } } };
        }),
      ),
    ).toEqual(['/machine/states/review/meta/acts/urge']);
  });
});
