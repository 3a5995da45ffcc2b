import { z } from 'zod';
import { permission } from './permission.js';
import { post } from './post.js';
import { text } from './text.js';
import { tenantRef } from './tenant-ref.js';
import { unitRef } from './unit-ref.js';

/** Who signed in; where a code is to follow, nobody yet. */
export const signedIn = z
  .object({
    accountId: z.uuid().nullable(),
    ticket: z.string().nullable().describe('Where a code of the second factor is to follow: what is sent with it'),
  })
  .meta({ id: 'SignedIn' });

/** Who is signed in, and what they may do. */
export const sessionView = z
  .object({
    accountId: z.uuid(),
    account: z.string(),
    name: text,
    posts: z.array(z.object({ post, title: text, unit: unitRef.nullable() })),
    tenant: tenantRef,
    tenantsBelow: z.array(tenantRef).describe('Those that the reader’s posts read as well'),
    permissions: z.array(permission),
    sample: z.boolean(),
    duty: z.enum(['password', 'factor']).nullable().describe('What must be done before anything else'),
    method: z.enum(['password', 'oidc']).describe('Who said who it is'),
  })
  .meta({ id: 'SessionView' });

/** The accounts of the sample. */
export const sampleAccounts = z.array(
  z
    .object({ tenant: z.string(), account: z.string(), password: z.string(), name: text, role: post, roleTitle: text })
    .meta({ id: 'SampleAccount' }),
);

/** What a new password must be. */
export const passwordRules = z.array(text);
