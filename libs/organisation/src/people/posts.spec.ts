import { describe, expect, test } from '@jest/globals';
import type { Permission, Post } from '#contracts';
import { permissionsOf, postTitle, POSTS, powerOf } from './posts.js';

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
    for (const permission of ['case.move', 'incident.settle', 'batch.manage', 'message.send', 'audit.read'] as const)
      expect(may(permission)).toEqual(['administrator']);
  });

  test('of the three administrators part: one proposes, one approves, one reads what both did', () => {
    expect(may('account.propose')).toEqual(['administrator']);
    for (const permission of ['account.approve', 'account.lock'] as const)
      expect(may(permission)).toEqual(['security.administrator']);
    expect(may('audit.read')).toEqual(['audit.administrator']);
    const watching: Post[] = ['security.administrator', 'audit.administrator'];
    for (const permission of ['task.answer', 'case.read', 'sheet.read', 'target.read', 'data.import'] as const)
      expect(may(permission).filter((post) => watching.includes(post))).toEqual([]);
    expect(POSTS.map(powerOf)).toEqual([null, null, null, null, null, 'system', 'security', 'audit']);
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
