import { z } from 'zod';
import { ending } from './case-view.js';
import { due } from './due.js';
import { instant, text } from './text.js';
import { tenantRef } from './tenant-ref.js';
import { unitRef } from './unit-ref.js';

const row = z
  .object({
    instanceId: z.uuid(),
    tenant: tenantRef.nullable().describe('Whose it is, in a tenant below; null in one’s own'),
    workflow: z.string(),
    title: text,
    states: z.array(z.object({ path: z.string(), title: text })),
    status: z.enum(['running', 'suspended', 'done']),
    ending,
    unit: unitRef.nullable(),
    startedAt: instant,
    endedAt: instant.nullable(),
    due: due.nullable(),
    columns: z.record(z.string(), z.unknown()).describe('Values of the columns that the definition names'),
  })
  .meta({ id: 'CaseRow' });

/** One page of a workflow’s cases. */
export const casePage = z
  .object({
    rows: z.array(row),
    nextCursor: z.string().nullable(),
    states: z.array(z.object({ path: z.string(), title: text, count: z.int() })),
    total: z.int(),
  })
  .meta({ id: 'CasePage' });
