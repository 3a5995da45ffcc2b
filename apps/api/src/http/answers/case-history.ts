import { z } from 'zod';
import { actorRef } from './case-view.js';
import { instant, text } from './text.js';
import { unitRef } from './unit-ref.js';

const entry = z
  .object({
    seq: z.int(),
    at: instant,
    kind: z.enum([
      'start',
      'step',
      'answer',
      'timer',
      'message',
      'child',
      'suspend',
      'resume',
      'cancel',
      'modify',
      'restart',
      'migrate',
    ]),
    event: z.string(),
    title: text,
    from: z.array(text),
    to: z.array(text),
    fromPaths: z.array(z.string()),
    toPaths: z.array(z.string()),
    actor: actorRef.nullable(),
    unit: unitRef.nullable(),
    opinion: z.string().nullable(),
    reason: z.string().nullable().describe('Why an administrator stepped in'),
    changes: z.array(z.object({ field: z.string(), title: text, before: z.unknown(), after: z.unknown() })),
  })
  .meta({ id: 'HistoryEntry' });

/** What happened to a case, oldest first. */
export const caseHistory = z.array(entry);

/** What differs between the last submission and the one before. */
export const changesView = z
  .object({
    since: instant.nullable(),
    until: instant.nullable(),
    groups: z.array(
      z.object({
        title: text,
        changes: z.array(z.object({ title: text, before: z.string().nullable(), after: z.string().nullable() })),
      }),
    ),
  })
  .meta({ id: 'ChangesView' });
