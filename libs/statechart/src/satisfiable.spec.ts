import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Condition } from '#contracts';
import { holds } from './condition.js';
import { anything, example, mayHold } from './satisfiable.js';
import { small } from './small.fixture.js';

const { fields } = small({ states: {} });
const typed = { fields, empty: true };

describe('whether a condition can hold', () => {
  test.each<[string, Condition, boolean]>([
    [
      'between two numbers',
      { all: [{ field: 'count', atLeast: 1 }, { field: 'count', atMost: 2 }, { not: { field: 'count', in: [1, 2] } }] },
      true,
    ],
    [
      'more and less at once',
      {
        all: [
          { field: 'count', atLeast: 2 },
          { field: 'count', atMost: 1 },
        ],
      },
      false,
    ],
    [
      'none of all options, yet filled',
      { all: [{ field: 'kind', filled: true }, { not: { field: 'kind', in: ['main', 'other'] } }] },
      false,
    ],
    ['none of all options', { not: { field: 'kind', in: ['main', 'other'] } }, true],
    [
      'neither yes nor no, yet filled',
      {
        all: [
          { field: 'ready', filled: true },
          {
            not: {
              any: [
                { field: 'ready', is: true },
                { field: 'ready', is: false },
              ],
            },
          },
        ],
      },
      false,
    ],
    ['a text that is another', { all: [{ field: 'note', filled: true }, { not: { field: 'note', is: 'a' } }] }, true],
    ['any of nothing', { any: [] }, false],
  ])('%s', (_, condition, expected) => {
    expect(mayHold(condition, typed)).toBe(expected);
  });

  test('gives a subject for which it does', () => {
    const condition: Condition = {
      all: [
        { field: 'plan.steps', atLeast: 3 },
        { not: { field: 'kind', is: 'main' } },
        { field: 'kind', filled: true },
      ],
    };
    const subject = example(condition, anything);
    expect(subject && holds(condition, subject)).toBe(true);
  });

  test('never denies what holds for some subject', () => {
    const field = fc.constantFrom('a', 'b');
    const value = fc.constantFrom<(string | number | boolean)[]>('x', 'y', 1, 2, 2.5, true, false);
    const comparison: fc.Arbitrary<Condition> = fc.oneof(
      fc.record({ field, is: value }),
      fc.record({ field, in: fc.array(value, { maxLength: 3 }) }),
      fc.record({ field, atLeast: fc.integer({ min: 0, max: 4 }) }),
      fc.record({ field, atMost: fc.integer({ min: 0, max: 4 }) }),
      fc.record({ field, filled: fc.boolean() }),
    );
    const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
      condition: fc.oneof(
        { depthSize: 'small' },
        comparison,
        fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
        fc.record({ not: tie('condition') }),
      ),
    }));
    const subject = fc.record(
      { a: fc.option(fc.oneof(value, fc.double())), b: fc.option(value) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(condition, subject, (asked, known) => !holds(asked, known) || mayHold(asked, anything)),
      { numRuns: 500 },
    );
  });

  test('leaves open what would take too long to find out', () => {
    // One pigeon more than there are holes: no subject fits, and only trying all of them shows it.
    const pigeons = Array.from({ length: 9 }, (_, pigeon) => `p${pigeon}`);
    const holes = [0, 1, 2, 3, 4, 5, 6, 7];
    const housed = pigeons.map((field): Condition => ({ field, in: holes }));
    const alone = pigeons.flatMap((one, index) =>
      pigeons
        .slice(index + 1)
        .flatMap((other) =>
          holes.map((hole): Condition => ({ not: { all: [one, other].map((field) => ({ field, is: hole })) } })),
        ),
    );
    expect(example({ all: [...housed, ...alone] }, anything)).toBeUndefined();
    expect(mayHold({ all: [...housed, ...alone] }, anything)).toBe(true);
  });
});
