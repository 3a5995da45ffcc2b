import { describe, expect, test } from '@jest/globals';
import type { CaseView, Permission } from '#contracts';
import { mayRestartAt, offeredOperations } from './offered-operations.js';

const holding =
  (...held: Permission[]) =>
  (permission: Permission): boolean =>
    held.includes(permission);
const own = (status: CaseView['status']): Pick<CaseView, 'status' | 'tenant'> => ({ status, tenant: null });
const BELOW = { status: 'running' as const, tenant: { code: 'xiaoshan', name: { zh: '萧山区', en: 'Xiaoshan' } } };
const administrator = holding('case.hold', 'case.move');

describe('what is done beside the chart', () => {
  test('is offered as the case stands', () => {
    expect(offeredOperations(own('running'), administrator)).toEqual(['suspend', 'modify', 'cancel']);
    expect(offeredOperations(own('suspended'), administrator)).toEqual(['resume', 'cancel']);
    expect(offeredOperations(own('done'), administrator)).toEqual([]);
    expect(offeredOperations(BELOW, administrator)).toEqual([]);
  });

  test('is offered to those who may do it', () => {
    expect(offeredOperations(own('running'), holding('case.hold'))).toEqual(['suspend', 'cancel']);
    expect(offeredOperations(own('running'), holding('task.answer'))).toEqual([]);
  });
});

describe('beginning again', () => {
  const led = { fromPaths: ['drafting'], toPaths: ['officeReview'] };

  test('is offered where a step led somewhere', () => {
    expect(mayRestartAt(own('running'), led, administrator)).toBe(true);
    expect(mayRestartAt(own('done'), led, administrator)).toBe(true);
    expect(mayRestartAt(own('suspended'), led, administrator)).toBe(false);
    expect(mayRestartAt(BELOW, led, administrator)).toBe(false);
    expect(mayRestartAt(own('running'), { fromPaths: ['drafting'], toPaths: ['drafting'] }, administrator)).toBe(false);
  });

  test('is not offered to those who may only hold a case up', () => {
    expect(mayRestartAt(own('running'), led, holding('case.hold'))).toBe(false);
  });
});
