import { describe, expect, test } from '@jest/globals';
import type { ChartEdge } from '#contracts';
import { walkedPath } from './walked-path.js';

const edge = (from: string, to: string, event: string): ChartEdge => ({
  from,
  to,
  event,
  title: { zh: '', en: '' },
  kind: 'act',
  points: [],
  label: null,
});
const EDGES = [
  edge('drafting', 'unitReview', 'submit'),
  edge('unitReview', 'drafting', 'return'),
  edge('unitReview', 'cosign', 'sign'),
  edge('unitReview', 'officeReview', 'sign'),
];

describe('the way that a case came', () => {
  test('marks the states it was in and the arrows it took', () => {
    const walked = walkedPath(EDGES, [
      { event: 'submit', fromPaths: ['drafting'], toPaths: ['unitReview'] },
      { event: 'sign', fromPaths: ['unitReview'], toPaths: ['officeReview'] },
    ]);
    expect([...walked.nodes]).toEqual(['drafting', 'unitReview', 'officeReview']);
    expect([...walked.edges]).toEqual([0, 3]);
  });

  test('tells two arrows between the same states apart by their event', () => {
    const edges = [edge('a', 'b', 'pass'), edge('a', 'b', 'timeout')];
    expect([...walkedPath(edges, [{ event: 'timeout', fromPaths: ['a'], toPaths: ['b'] }]).edges]).toEqual([1]);
  });
});
