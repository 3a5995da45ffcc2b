import { z } from 'zod';
import { instant, text } from './text.js';

const operation = z
  .object({
    entryId: z.uuid(),
    at: instant,
    account: z.string().nullable().describe('The account’s name then, or what was typed as one'),
    name: text.nullable(),
    post: text.nullable().describe('The post in which they acted'),
    action: z.string().describe('noun.verb'),
    outcome: z.enum(['done', 'refused']),
    object: z.object({ kind: z.string(), id: z.string() }).nullable(),
    address: z.string().nullable(),
    device: z.string(),
    correlationId: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'OperationView' });

const chain = z
  .object({
    entries: z.int().describe('Entries that were sealed, ever'),
    sealedAt: instant.nullable(),
    checkpoint: z
      .object({ seq: z.int(), at: instant, fits: z.boolean() })
      .nullable()
      .describe('The last checkpoint outside the database that this machine knows'),
  })
  .meta({ id: 'ChainView' });

/** One page of the operation log, newest first. */
export const auditPage = z
  .object({ rows: z.array(operation), nextCursor: z.string().nullable(), chain })
  .meta({ id: 'AuditPage' });
