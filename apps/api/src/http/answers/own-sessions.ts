import { z } from 'zod';
import { instant } from './text.js';

/** The open sessions of one account. */
export const ownSessions = z.array(
  z
    .object({
      sessionId: z.uuid(),
      openedAt: instant,
      seenAt: instant.describe('The last use, noted at most once a minute'),
      expiresAt: instant,
      address: z.string().nullable().describe('The address from which it was opened'),
      device: z.string().describe('What the browser called itself'),
      isThis: z.boolean().describe('Whether it is the session that asks'),
    })
    .meta({ id: 'OwnSessionView' }),
);

/** How many sessions were ended. */
export const sessionsEnded = z.object({ ended: z.int().min(0) });
