import { describe, expect, test } from '@jest/globals';
import type { Condition } from '#contracts';
import { fieldsRead, holds, isFilled, sentence } from './condition.js';
import { leaveRequest } from './leave-request.fixture.js';

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

  test('reads aloud in both languages, in the words of the fields', () => {
    const condition: Condition = { all: [{ field: 'days', atMost: 30 }, { not: { field: 'kind', is: 'sick' } }] };
    expect(sentence(condition, leaveRequest().fields)).toEqual({
      zh: '“天数”不大于 30，且并非““类别”为病假”',
      en: '“天数” is at most 30 and not ““类别” is 病假”',
    });
  });

  test('names each field that it reads once', () => {
    expect(
      fieldsRead({ any: [{ field: 'a', is: 1 }, { not: { field: 'b', filled: true } }, { field: 'a', is: 2 }] }),
    ).toEqual(['a', 'b']);
  });

  test('is answered within a millisecond on a subject of 10 KB', () => {
    const big = { ...subject, story: '长'.repeat(3_400) };
    const condition: Condition = {
      all: Array.from({ length: 200 }, (_, index) => ({ field: index % 2 ? 'days' : 'story', filled: true })),
    };
    const began = performance.now();
    for (let turn = 0; turn < 100; turn += 1) holds(condition, big);
    expect((performance.now() - began) / 100).toBeLessThan(1);
  });

  test('takes zero and false for answers', () => {
    expect([isFilled(0), isFilled(false), isFilled(null), isFilled('')]).toEqual([true, true, false, false]);
  });
});
