import { describe, expect, test } from '@jest/globals';
import type { Permission, Post } from '#contracts';
import { holdingsIn, reachOf } from './reach.js';
import { permissionsOf, postTitle, POSTS, powerOf, rulesOf } from './posts.js';

const may = (permission: Permission): Post[] => POSTS.filter((post) => permissionsOf([post]).includes(permission));

describe('permissions', () => {
  test('come with a post, and without one there are none', () => {
    expect(permissionsOf([])).toEqual([]);
    expect(may('inbox.read')).toEqual(POSTS);
  });

  test('keep to the duties of each post', () => {
    expect(may('year.open')).toEqual(['office.officer']);
    expect(may('data.import')).toEqual(['office.officer', 'administrator']);
    expect(may('clock.move')).toEqual(['administrator']);
    expect(may('mail.read')).toEqual(['administrator']);
    expect(may('task.answer')).not.toContain('administrator');
    expect(may('case.hold')).toEqual(['office.director', 'administrator']);
    for (const permission of ['case.move', 'incident.settle', 'batch.manage', 'message.send'] as const)
      expect(may(permission)).toEqual(['administrator']);
  });

  test('of the three administrators part: one proposes, one approves, one reads what both did', () => {
    expect(may('account.propose')).toEqual(['administrator']);
    for (const permission of ['account.approve', 'account.lock'] as const)
      expect(may(permission)).toEqual(['security.administrator']);
    expect(may('token.revoke')).toEqual(['administrator', 'security.administrator']);
    expect(may('audit.read')).toEqual(['audit.administrator']);
    const watching: Post[] = ['security.administrator', 'audit.administrator'];
    for (const permission of ['task.answer', 'case.read', 'sheet.read', 'target.read', 'data.import'] as const)
      expect(may(permission).filter((post) => watching.includes(post))).toEqual([]);
    expect(POSTS.map(powerOf).filter((power) => power !== null)).toEqual(['system', 'security', 'audit']);
  });

  test('of those whom the office asks reach what is given to them, and nothing else', () => {
    const guests: Post[] = ['expert', 'informant', 'third.party', 'citizen.representative'];
    for (const post of guests) {
      expect(rulesOf(post).filter(({ permission }) => /^(case|sheet|target|task)/.test(permission))).toEqual([
        { permission: 'case.read', scope: 'own' },
        { permission: 'task.answer', scope: 'own' },
      ]);
      const reach = { isEverywhere: false, unitIds: [], hasOwn: true, tenantIds: [] };
      expect(reachOf([{ post, unitId: 'u', below: ['v'], tenantsBelow: ['t'] }], 'case.read')).toEqual(reach);
    }
  });

  test('reach down the tree of units with a leader, and stay in the unit with an operator', () => {
    const reach = (post: Post, permission: Permission) =>
      reachOf([{ post, unitId: 'u', below: ['v', 'w'] }], permission).unitIds;
    expect(reach('unit.leader', 'case.read')).toEqual(['u', 'v', 'w']);
    expect(reach('unit.leader', 'task.answer')).toEqual(['u']);
    expect(reach('unit.operator', 'case.read')).toEqual(['u']);
    const both = (['office.director', 'leadership'] as const).map((post) => ({
      post,
      unitId: 'u',
      tenantsBelow: ['t'],
    }));
    expect(reachOf(both, 'case.read').tenantIds).toEqual(['t']);
    expect(reachOf([], 'case.read')).toEqual({ isEverywhere: false, unitIds: [], hasOwn: false, tenantIds: [] });
    expect(reachOf([{ post: 'office.officer', unitId: 'u' }], 'case.read').isEverywhere).toBe(true);
    expect(reachOf([{ post: 'office.officer', unitId: 'u' }], 'case.hold').hasOwn).toBe(false);
  });

  test('reach into the tenants below with those who answer for the whole, and only to read', () => {
    const holdings = (post: Post) => [{ post, unitId: 'u', below: ['v'], tenantsBelow: ['t', 'w'] }];
    const all = [...new Set(POSTS.flatMap((post) => rulesOf(post).map(({ permission }) => permission)))];
    for (const post of POSTS) {
      const reads = post === 'office.director' || post === 'leadership';
      const into = all.filter((permission) => reachOf(holdings(post), permission).tenantIds.length > 0);
      expect([post, into]).toEqual([
        post,
        reads ? expect.arrayContaining(['case.read', 'sheet.read', 'target.read']) : [],
      ]);
      expect(into.filter((permission) => !permission.endsWith('.read'))).toEqual([]);
      for (const permission of all) {
        // There they have no desk and no unit: nothing is theirs.
        const there = { isEverywhere: into.includes(permission), unitIds: [], hasOwn: false, tenantIds: [] };
        expect(reachOf(holdingsIn(holdings(post), 't'), permission)).toEqual(there);
        expect(reachOf(holdingsIn(holdings(post), 'x'), permission)).toEqual({ ...there, isEverywhere: false });
      }
    }
    const system = { post: 'leadership' as const, unitId: 'u', tenantsBelow: ['t'], only: ['case.read' as const] };
    expect(reachOf(holdingsIn([system], 't'), 'case.read').isEverywhere).toBe(true);
    expect(reachOf(holdingsIn([system], 't'), 'sheet.read').isEverywhere).toBe(false);
  });

  test('of several posts add up, each once', () => {
    const permissions = permissionsOf(['office.officer', 'office.director']);
    expect(new Set(permissions).size).toBe(permissions.length);
    expect(permissions).toContain('year.open');
  });
});

test('a post has a title in both languages', () => {
  expect(postTitle('office.director')).toEqual({ zh: '考评办负责人', en: 'Evaluation office director' });
});
