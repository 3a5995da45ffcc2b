import { z } from 'zod';

/** Whether the product waits to be set up. */
export const setupView = z.object({ needed: z.boolean(), added: z.boolean() });

/** The account that can sign in now, and the code of its tenant. */
export const setupDone = z.object({ tenant: z.string(), account: z.string() });
