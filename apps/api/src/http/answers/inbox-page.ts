import { z } from 'zod';
import { due } from './due.js';
import { instant, text } from './text.js';
import { unitRef } from './unit-ref.js';

const row = z
  .object({
    instanceId: z.uuid(),
    taskId: z.uuid().nullable().describe('Null in the tab 我发起'),
    workflow: z.string(),
    workflowTitle: text,
    title: text,
    ask: text,
    state: z.string(),
    stateTitle: text,
    unit: unitRef.nullable(),
    openedAt: instant,
    doneAt: instant.nullable(),
    outcome: text.nullable(),
    due: due.nullable(),
    standing: z
      .enum(['suspended', 'cancelled'])
      .nullable()
      .describe('Where the case stands still, or was ended from outside'),
    bulk: z.array(
      z.object({
        event: z.string(),
        title: text,
        style: z.enum(['primary', 'plain', 'danger']),
        needs: z.array(z.string()),
      }),
    ),
    revision: z.int().describe('Sent back with an answer'),
  })
  .meta({ id: 'InboxRow' });

/** One page of 待办, 已办 or 我发起. */
export const inboxPage = z
  .object({
    rows: z.array(row),
    nextCursor: z.string().nullable(),
    counts: z.object({ todo: z.int(), overdue: z.int(), near: z.int(), done: z.int(), started: z.int() }),
    facets: z.object({
      workflows: z.array(z.object({ workflow: z.string(), title: text, count: z.int() })),
      states: z.array(z.object({ workflow: z.string(), state: z.string(), title: text, count: z.int() })),
    }),
  })
  .meta({ id: 'InboxPage' });
