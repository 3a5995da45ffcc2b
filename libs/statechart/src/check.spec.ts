import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { WorkflowDefinition } from '#contracts';
import { check, isError } from './check.js';
import { leaveRequest } from './leave-request.fixture.js';

const WORKFLOWS = new URL('../../../../workflows/', import.meta.url);

describe('the check of a definition', () => {
  test('finds nothing in a sound one', () => {
    expect(check(leaveRequest())).toEqual([]);
  });

  test.each(['annual-target', 'opinion-rectification'])('finds nothing in %s', (workflow) => {
    const file = readFileSync(new URL(`${workflow}/1.json`, WORKFLOWS), 'utf8');
    expect(check(JSON.parse(file) as WorkflowDefinition)).toEqual([]);
  });

  test('says what is wrong, where and how bad it is, in both languages', () => {
    const definition = leaveRequest({ review: { on: { pass: 'nowhere' } } });
    expect(check(definition)).toContainEqual({
      rule: 'known-state',
      severity: 'error',
      pointer: '/machine/states/review/on/pass',
      message: { zh: '没有名为“nowhere”的状态。', en: 'There is no state named “nowhere”.' },
    });
  });

  test('does not look at the behaviour of a chart with wrong names', () => {
    const wrong = leaveRequest({ review: { on: { pass: 'nowhere' } }, lost: {} });
    expect(check(wrong).map(({ rule }) => rule)).not.toContain('no-unreachable-state');
  });

  test('tells errors, which keep it from being published, from warnings', () => {
    const definition = leaveRequest();
    const findings = check({ ...definition, timers: { ...definition.timers, unused: { workingDays: 1 } } });
    expect(findings.map((finding) => [finding.rule, isError(finding)])).toEqual([['no-unused-names', false]]);
  });

  test('asks the other workflows about children', () => {
    const definition = leaveRequest();
    const { review } = definition.machine.states ?? {};
    if (review?.meta) review.meta.children = { workflow: 'opinion', wait: 'all', rest: 'leave', done: 'remark' };
    expect(check(definition).map(({ rule }) => rule)).toEqual(['known-child']);
    expect(check(definition, [{ ...leaveRequest(), workflow: 'opinion' }])).toEqual([]);
  });
});
