import { describe, expect, test } from '@jest/globals';
import { CRITERIA, withCriterion, type Criterion } from './criteria.js';
import { givenVerdicts, restWith } from './given-verdicts.js';

describe('verdicts in a draft', () => {
  test('are read as far as they make sense', () => {
    expect(givenVerdicts({ r1: { verdict: 'return', opinion: '补充' }, r2: { verdict: 'perhaps' }, r3: 7 })).toEqual({
      r1: { verdict: 'return', opinion: '补充' },
      r2: { verdict: '', opinion: '' },
    });
    expect(givenVerdicts(undefined)).toEqual({});
  });

  test('the rest is accepted, what was said stays', () => {
    const all = { r1: { verdict: 'return' as const, opinion: '补充' } };
    expect(restWith(all, ['r1', 'r2'], 'accept')).toEqual({ ...all, r2: { verdict: 'accept', opinion: '' } });
  });
});

describe('the four criteria', () => {
  const [accuracy, , reasonableness] = CRITERIA as [Criterion, Criterion, Criterion, Criterion];

  test('that are not met stand at the head of the opinion, in their order', () => {
    const once = withCriterion('请补充基数来源', reasonableness);
    expect(withCriterion(once, accuracy)).toBe('【准确性】【合理性】请补充基数来源');
  });

  test('are taken back without touching the words', () => {
    expect(withCriterion('【合理性】请补充', reasonableness)).toBe('请补充');
  });
});
