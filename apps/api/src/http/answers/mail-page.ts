import { z } from 'zod';
import { instant } from './text.js';

const mail = z
  .object({
    mailId: z.uuid(),
    receivedAt: instant,
    from: z.string(),
    to: z.array(z.string()),
    subject: z.string(),
    text: z.string(),
    messageId: z.string(),
    instanceId: z.uuid().nullable(),
  })
  .meta({ id: 'MailView' });

/** One page of sent mail, newest first. */
export const mailPage = z.object({ rows: z.array(mail), nextCursor: z.string().nullable() }).meta({ id: 'MailPage' });
