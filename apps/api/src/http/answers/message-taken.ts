import { z } from 'zod';

/** What became of a message from outside. */
export const messageTaken = z
  .object({
    messageId: z.uuid().nullable().describe('Null where it was delivered without being kept first'),
    delivered: z.boolean().describe('False while it is kept until the case takes it'),
  })
  .meta({ id: 'MessageTaken' });
