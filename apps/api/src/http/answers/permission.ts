import type { Permission } from '#contracts';
import { z } from 'zod';

/** Everything that a route may demand. */
export const permission = z.enum([
  'inbox.read',
  'case.read',
  'case.hold',
  'case.move',
  'task.answer',
  'target.read',
  'sheet.read',
  'sheet.write',
  'year.open',
  'comment.read',
  'data.import',
  'mail.read',
  'clock.move',
  'definition.read',
  'incident.settle',
  'batch.manage',
  'message.send',
  'unit.read',
  'account.read',
  'account.propose',
  'account.approve',
  'account.lock',
  'token.revoke',
  'rights.read',
  'audit.read',
  'webhook.read',
  'webhook.manage',
] satisfies Permission[]);
