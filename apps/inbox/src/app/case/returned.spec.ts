import { describe, expect, test } from '@jest/globals';
import type { HistoryEntry } from '#contracts';
import { returnTo } from './returned.js';

const TEXT = { zh: '', en: '' };
let seq = 0;
const step = (event: string, from: string[], to: string[], kind: HistoryEntry['kind'] = 'step'): HistoryEntry => ({
  seq: (seq += 1),
  at: '2017-01-03T01:00:00.000Z',
  kind,
  event,
  title: TEXT,
  from: from.map(() => TEXT),
  to: to.map(() => TEXT),
  fromPaths: from,
  toPaths: to,
  actor: null,
  unit: null,
  opinion: null,
  reason: null,
  changes: [],
});
const reviewed = [
  step('start', [], ['drafting'], 'start'),
  step('submit', ['drafting'], ['unitReview']),
  step('sign', ['unitReview'], ['officeReview']),
];
const returned = [...reviewed, step('return', ['officeReview'], ['drafting'])];

describe('a task', () => {
  test('on the way forward was not returned', () => {
    expect(returnTo('drafting', reviewed.slice(0, 1))).toBeNull();
    expect(returnTo('officeReview', reviewed)).toBeNull();
  });

  test('that came back was returned by the step that led there, whatever was done without leaving it', () => {
    expect(returnTo('drafting', returned)?.event).toBe('return');
    expect(returnTo('drafting', [...returned, step('urge', ['drafting'], ['drafting'])])?.event).toBe('return');
  });

  test('of the next hand is not returned when the case comes forward again', () => {
    expect(returnTo('unitReview', [...returned, step('submit', ['drafting'], ['unitReview'])])).toBeNull();
  });

  test('that time brought back was returned by nobody', () => {
    expect(returnTo('drafting', [...reviewed, step('after', ['officeReview'], ['drafting'], 'timer')])).toBeNull();
  });
});
