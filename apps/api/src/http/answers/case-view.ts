import { z } from 'zod';
import { due } from './due.js';
import { field } from './field.js';
import { instant, text } from './text.js';
import { tenantRef } from './tenant-ref.js';
import { unitRef } from './unit-ref.js';

const form = z
  .object({
    fields: z.array(
      z.object({
        field: z.string(),
        required: z.boolean().exactOptional(),
        readOnly: z.boolean().exactOptional(),
      }),
    ),
    values: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'FormView' });

const offered = {
  event: z.string(),
  title: text,
  style: z.enum(['primary', 'plain', 'danger']).exactOptional(),
  needs: z.array(z.string()).exactOptional().describe('Fields without which the outcome is refused'),
  confirm: text.exactOptional(),
  bulk: z.boolean().exactOptional(),
  sends: z.literal(false).exactOptional(),
  stays: z.boolean().exactOptional(),
  refused: text.nullable().describe('Why it cannot be done yet'),
};

const task = z
  .object({
    taskId: z.uuid(),
    name: z.string(),
    title: text,
    state: z.string(),
    stateTitle: text,
    unit: unitRef.nullable(),
    panel: z.string().nullable(),
    form: form.nullable(),
    outcomes: z.array(z.object(offered).meta({ id: 'Offer' })),
    draft: z.record(z.string(), z.unknown()),
    draftRevision: z.int().describe('Sent back when the draft is saved'),
    openedAt: instant,
    due: due.nullable(),
  })
  .meta({ id: 'TaskView' });

const openTask = z
  .object({
    taskId: z.uuid(),
    title: text,
    state: z.string(),
    post: text,
    unit: unitRef.nullable(),
    openedAt: instant,
    due: due.nullable(),
  })
  .meta({ id: 'OpenTask' });

/** How a case ended. */
export const ending = z.enum(['done', 'refused', 'withdrawn', 'carried', 'joined', 'cancelled']).nullable();

/** Who did something. */
export const actorRef = z.object({ accountId: z.uuid(), name: z.string(), post: text }).meta({ id: 'ActorRef' });

/** One case with everything the reader may do. */
export const caseView = z
  .object({
    instanceId: z.uuid(),
    tenant: tenantRef.nullable().describe('Whose it is, in a tenant below; null in one’s own'),
    workflow: z.string(),
    version: z.int(),
    workflowTitle: text,
    title: text,
    status: z.enum(['running', 'suspended', 'done']),
    ending,
    states: z.array(z.object({ path: z.string(), title: text, wait: text.nullable(), until: instant.nullable() })),
    revision: z.int(),
    unit: unitRef.nullable(),
    startedAt: instant,
    endedAt: instant.nullable(),
    startedBy: actorRef.nullable(),
    facts: z.array(z.object({ field: z.string(), value: z.unknown() })),
    fields: z.record(z.string(), field),
    units: z.array(unitRef),
    myTasks: z.array(task),
    acts: z.array(z.object({ ...offered, form: form.nullable() }).meta({ id: 'ActView' })),
    openTasks: z.array(openTask),
    panel: z.string().nullable(),
    recordId: z.uuid().nullable(),
  })
  .meta({ id: 'CaseView' });
