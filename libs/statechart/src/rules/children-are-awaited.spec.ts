import { describe, expect, test } from '@jest/globals';
import type { StateConfig } from '#contracts';
import { bad, found, good, stateOf } from './rules.fixture.js';

const title = { zh: '某', en: 'Some' };

describe('children-are-awaited', () => {
  test('fails on its bad fixture', () => {
    expect(found('children-are-awaited', bad('children-are-awaited'))).toEqual([
      '/machine/states/review/meta/children',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('children-are-awaited', good())).toEqual([]);
  });

  test('two waits side by side are told apart', () => {
    expect(
      found(
        'children-are-awaited',
        good((_, states) => {
          const region = (): StateConfig => ({
            meta: { title, children: { workflow: 'sample-approval', wait: 'any', rest: 'cancel' } },
            on: { 'children.done': 'approved' },
          });
          states['review'] = { type: 'parallel', states: { a: region(), b: region() } };
        }),
      ),
    ).toEqual(['/machine/states/review/states/b/meta/children/done']);
  });

  test('a child is added only to a state that has some', () => {
    expect(
      found(
        'children-are-awaited',
        good((_, states) => {
          stateOf(states, 'drafting').on = { submit: { target: 'review', actions: 'children.start' } };
        }),
      ),
    ).toEqual(['/machine/states/drafting/on/submit/actions']);
  });
});
