import { z } from 'zod';

/** Whether the product waits to be set up. */
export const setupView = z.object({ needed: z.boolean() });

/** The account that can sign in now. */
export const setupDone = z.object({ account: z.string() });
