import { z } from 'zod';
import { instant } from './text.js';

/** How near a deadline is, in working days of the tenant’s calendar. */
export const due = z
  .object({
    at: instant,
    workingDaysLeft: z.int().describe('0 is today, negative is overdue'),
    level: z.enum(['overdue', 'near', 'normal']),
    provisional: z.boolean().describe('The days run beyond the last published holiday list'),
  })
  .meta({ id: 'Due' });
