import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('event-has-a-sender', () => {
  test('fails on its bad fixture', () => {
    expect(found('event-has-a-sender', bad('event-has-a-sender'))).toEqual(['/machine/states/review/on/recall']);
  });

  test('passes a sound definition', () => {
    expect(found('event-has-a-sender', good())).toEqual([]);
  });

  test('a message may send it', () => {
    expect(
      found(
        'event-has-a-sender',
        good((definition, states) => {
          definition.messages = { recall: { title: { zh: '撤回', en: 'Recall' }, early: 'keep' } };
          stateOf(states, 'review').on = { recall: 'drafting' };
        }),
      ),
    ).toEqual([]);
  });

  test('the end of a wait for children sends it', () => {
    expect(
      found(
        'event-has-a-sender',
        good((_, states) => {
          const review = stateOf(states, 'review');
          if (review.meta) review.meta.children = { workflow: 'sample-approval', wait: 'all', rest: 'leave' };
          review.on = { 'children.done': 'approved' };
        }),
      ),
    ).toEqual([]);
  });
});
