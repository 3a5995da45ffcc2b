import { z } from 'zod';
import { problemBrief } from './answer-result.js';
import { actorRef } from './case-view.js';
import { instant, text } from './text.js';

const batch = {
  batchId: z.uuid(),
  kind: z.string(),
  title: text,
  status: z.enum(['running', 'paused', 'cancelled', 'done']),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  cancelled: z.int().describe('Given up before they began'),
  waiting: z.int(),
  orderedBy: actorRef.nullable(),
  madeAt: instant,
  endedAt: instant.nullable(),
};

const failure = z
  .object({
    no: z.int().describe('From 1, in the order in which it was ordered'),
    status: z.enum(['failed', 'cancelled']),
    title: text.nullable(),
    instanceId: z.uuid().nullable(),
    problem: problemBrief.nullable(),
  })
  .meta({ id: 'BatchFailure' });

/** Batches, the newest first. */
export const batchPage = z
  .object({ rows: z.array(z.object(batch).meta({ id: 'BatchView' })), nextCursor: z.string().nullable() })
  .meta({ id: 'BatchPage' });

/** One batch with a page of what was not done. */
export const batchDetail = z
  .object({
    ...batch,
    failures: z.array(failure),
    nextAfter: z.int().nullable().describe('Number after which the next page begins'),
  })
  .meta({ id: 'BatchDetail' });

/** What became of a command to a batch. */
export const batchChanged = z.object({ batchId: z.uuid() }).meta({ id: 'BatchChanged' });
