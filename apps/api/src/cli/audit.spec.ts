import { expect, test } from '@jest/globals';
import { auditOptions } from './audit.js';

test('verify wants nothing more, resume wants to know why', () => {
  expect(auditOptions(['verify'])).toEqual({ command: 'verify' });
  expect(auditOptions(['resume', '--reason', ' 恢复备份 '])).toEqual({ command: 'resume', reason: '恢复备份' });
});

test.each([
  [[]],
  [['purge']],
  [['verify', '--reason', 'x']],
  [['verify', 'all']],
  [['resume']],
  [['resume', '--reason', ' ']],
])('cannot be read: %j', (words) => {
  expect(auditOptions(words)).toBeNull();
});
