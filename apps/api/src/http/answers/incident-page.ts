import { z } from 'zod';
import { instant, text } from './text.js';

/** What the engine gives up. */
export const incidentKind = z.enum(['timer', 'outbox', 'message']);

const incident = z
  .object({
    kind: incidentKind,
    id: z.uuid(),
    name: text.describe('The deadline, letter or event in the words of the definition, else as it is called'),
    instanceId: z.uuid().nullable(),
    title: text.nullable(),
    since: instant,
    attempts: z.int(),
    lastError: z.string().nullable(),
  })
  .meta({ id: 'IncidentView' });

/** What was given up, the newest first. */
export const incidentPage = z
  .object({ rows: z.array(incident), nextCursor: z.string().nullable() })
  .meta({ id: 'IncidentPage' });

/** What became of a command to an incident. */
export const incidentSettled = z.object({ id: z.uuid() }).meta({ id: 'IncidentSettled' });
