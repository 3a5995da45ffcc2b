import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('known-child', () => {
  test('fails on its bad fixture', () => {
    expect(found('known-child', bad('known-child'))).toEqual([
      '/machine/states/review/meta/children/given/numberOfCopies',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('known-child', good())).toEqual([]);
  });

  const withChild = (workflow: string) =>
    good((_, states) => {
      const { meta } = stateOf(states, 'review');
      if (meta) meta.children = { workflow, entry: 'unitId', wait: 'all', rest: 'leave', done: 'pass' };
    });

  test('the workflow is one of those at hand', () => {
    expect(found('known-child', withChild('opinion'))).toEqual(['/machine/states/review/meta/children/workflow']);
    expect(
      found('known-child', withChild('opinion'), [
        good((other) => {
          other.workflow = 'opinion';
        }),
      ]),
    ).toEqual([]);
  });

  test('a workflow may be its own child', () => {
    expect(found('known-child', withChild('sample-approval'))).toEqual([]);
  });
});
