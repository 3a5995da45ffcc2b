import { z } from 'zod';
import { permission } from './permission.js';
import { post } from './post.js';
import { instant, text } from './text.js';
import { unitRef } from './unit-ref.js';

const held = { post, title: text, unit: unitRef, since: instant };

const grant = z
  .object({
    proposalId: z.uuid(),
    way: z.enum(['two-step', 'first', 'lock']),
    proposedBy: text,
    approvedBy: text.nullable(),
    at: instant,
  })
  .meta({ id: 'GrantView' });

const reason = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('post'), ...held, until: instant.nullable(), grant: grant.nullable() }),
    z.object({ kind: z.literal('task'), ...held, state: text, isOpen: z.boolean() }),
  ])
  .meta({ id: 'RightReason' });

/** Who can do what here, and why. */
export const rightsView = z
  .object({
    about: z.object({ kind: z.enum(['unit', 'account', 'case']), title: text }),
    at: instant,
    above: z
      .object({ tenants: z.array(text), posts: z.array(text) })
      .describe('The tenants above, and which posts of theirs read a unit or a case as well'),
    rows: z.array(
      z
        .object({
          accountId: z.uuid(),
          account: z.string(),
          name: text,
          isDisabled: z.boolean(),
          rights: z.array(z.object({ permission, scope: z.enum(['own', 'unit', 'subtree', 'tenant', 'children']) })),
          why: reason,
        })
        .meta({ id: 'RightRow' }),
    ),
  })
  .meta({ id: 'RightsView' });
