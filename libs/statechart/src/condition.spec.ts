import { describe, expect, test } from '@jest/globals';
import type { Condition } from '#contracts';
import fc from 'fast-check';
import { fieldsRead, holds, isFilled } from './condition.js';

const subject = { days: 5, kind: 'sick', urgent: false, text: ' ', list: [], plan: { steps: 2 } };

describe('a condition', () => {
  test.each<[string, Condition, boolean]>([
    ['is: equal', { field: 'kind', is: 'sick' }, true],
    ['is: other', { field: 'kind', is: 'other' }, false],
    ['is: false is a value', { field: 'urgent', is: false }, true],
    ['is: a missing field equals nothing', { field: 'nothing', is: false }, false],
    ['in', { field: 'days', in: [4, 5] }, true],
    ['atLeast at the border', { field: 'days', atLeast: 5 }, true],
    ['atMost below', { field: 'days', atMost: 4 }, false],
    ['atLeast of a text is no', { field: 'kind', atLeast: 0 }, false],
    ['filled: blanks are empty', { field: 'text', filled: true }, false],
    ['filled: an empty list is empty', { field: 'list', filled: false }, true],
    ['a dot reaches inside', { field: 'plan.steps', atLeast: 2 }, true],
    ['a prototype is no field', { field: 'constructor', filled: true }, false],
    [
      'all',
      {
        all: [
          { field: 'days', is: 5 },
          { field: 'kind', is: 'other' },
        ],
      },
      false,
    ],
    [
      'any',
      {
        any: [
          { field: 'days', is: 5 },
          { field: 'kind', is: 'other' },
        ],
      },
      true,
    ],
    ['not', { not: { field: 'days', is: 5 } }, false],
    ['all of nothing holds', { all: [] }, true],
  ])('%s', (_, condition, expected) => {
    expect(holds(condition, subject)).toBe(expected);
  });

  test('names each field that it reads once', () => {
    expect(
      fieldsRead({ any: [{ field: 'a', is: 1 }, { not: { field: 'b', filled: true } }, { field: 'a', is: 2 }] }),
    ).toEqual(['a', 'b']);
  });

  test('is total: whatever stands in a field, it answers yes or no', () => {
    const value = fc.jsonValue();
    const field = fc.constantFrom('a', 'a.b', 'a.b.c', '__proto__', 'constructor', '');
    const comparison = fc.oneof(
      fc.record({ field, is: fc.oneof(fc.string(), fc.double(), fc.boolean()) }),
      fc.record({ field, in: fc.array(fc.oneof(fc.string(), fc.double(), fc.boolean())) }),
      fc.record({ field, atLeast: fc.double() }),
      fc.record({ field, atMost: fc.double() }),
      fc.record({ field, filled: fc.boolean() }),
    );
    const condition = fc.letrec<{ whole: Condition }>((tie) => ({
      whole: fc.oneof(
        { depthSize: 'small' },
        comparison,
        fc.record({ all: fc.array(tie('whole'), { maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('whole'), { maxLength: 3 }) }),
        fc.record({ not: tie('whole') }),
      ),
    })).whole;
    fc.assert(
      fc.property(condition, value, (asked, a) => {
        const answer = holds(asked, { a });
        return typeof answer === 'boolean' && holds({ not: asked }, { a }) === !answer;
      }),
    );
  });

  test('is answered within a millisecond on a subject of 10 KB, the median of many', () => {
    const big = {
      ...subject,
      story: '长'.repeat(1_000),
      rows: Array.from({ length: 200 }, (_, n) => ({ n, text: 'x'.repeat(20) })),
    };
    expect(new TextEncoder().encode(JSON.stringify(big)).length).toBeGreaterThan(10_000);
    const condition: Condition = {
      all: Array.from({ length: 200 }, (_, index): Condition => {
        const field = ['days', 'story', 'rows', 'plan.steps'][index % 4] ?? 'days';
        return { any: [{ field, is: 'nothing' }, { not: { field: 'missing', filled: true } }] };
      }),
    };
    const took = Array.from({ length: 501 }, () => {
      const began = performance.now();
      holds(condition, big);
      return performance.now() - began;
    }).sort((a, b) => a - b);
    expect(took[250]).toBeLessThan(1);
  });

  test('takes zero and false for answers', () => {
    expect([isFilled(0), isFilled(false), isFilled(null), isFilled('')]).toEqual([true, true, false, false]);
  });
});
