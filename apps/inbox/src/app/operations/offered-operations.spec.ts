import { describe, expect, test } from '@jest/globals';
import type { Permission } from '#contracts';
import { mayRestartAt, offeredOperations } from './offered-operations.js';

const holding =
  (...held: Permission[]) =>
  (permission: Permission): boolean =>
    held.includes(permission);
const administrator = holding('case.hold', 'case.move');

describe('what is done beside the chart', () => {
  test('is offered as the case stands', () => {
    expect(offeredOperations('running', administrator)).toEqual(['suspend', 'modify', 'cancel']);
    expect(offeredOperations('suspended', administrator)).toEqual(['resume', 'cancel']);
    expect(offeredOperations('done', administrator)).toEqual([]);
  });

  test('is offered to those who may do it', () => {
    expect(offeredOperations('running', holding('case.hold'))).toEqual(['suspend', 'cancel']);
    expect(offeredOperations('running', holding('task.answer'))).toEqual([]);
  });
});

describe('beginning again', () => {
  const led = { fromPaths: ['drafting'], toPaths: ['officeReview'] };

  test('is offered where a step led somewhere', () => {
    expect(mayRestartAt('running', led, administrator)).toBe(true);
    expect(mayRestartAt('done', led, administrator)).toBe(true);
    expect(mayRestartAt('suspended', led, administrator)).toBe(false);
    expect(mayRestartAt('running', { fromPaths: ['drafting'], toPaths: ['drafting'] }, administrator)).toBe(false);
  });

  test('is not offered to those who may only hold a case up', () => {
    expect(mayRestartAt('running', led, holding('case.hold'))).toBe(false);
  });
});
