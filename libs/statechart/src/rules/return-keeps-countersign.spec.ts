import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('return-keeps-countersign', () => {
  test('fails on its bad fixture', () => {
    expect(found('return-keeps-countersign', bad('return-keeps-countersign'))).toEqual(['/machine/states/mending']);
  });

  test('passes a sound definition', () => {
    expect(found('return-keeps-countersign', good())).toEqual([]);
  });

  test('a return to before the countersign is sound', () => {
    const definition = bad('return-keeps-countersign');
    const review = stateOf(definition.machine.states ?? {}, 'review');
    review.on = { ...review.on, return: 'drafting' };
    expect(found('return-keeps-countersign', definition)).toEqual([]);
  });

  test('so is one that decides anew whether it is needed', () => {
    const definition = bad('return-keeps-countersign');
    stateOf(definition.machine.states ?? {}, 'mending').on = { resubmit: 'cosign' };
    expect(found('return-keeps-countersign', definition)).toEqual([]);
  });
});
