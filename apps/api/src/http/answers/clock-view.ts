import { z } from 'zod';
import { instant, text } from './text.js';

const time = {
  now: instant,
  today: z.iso.date().describe('The date in the tenant’s zone'),
  workingDay: z.boolean(),
  dayName: text.nullable(),
  movable: z.boolean(),
  next: z.object({ at: instant, title: text }).nullable(),
};

/** What time it is for the product. */
export const clockView = z.object(time).meta({ id: 'ClockView' });

/** What fired while the clock moved. */
export const clockMoved = z
  .object({ ...time, fired: z.object({ reminders: z.int(), escalations: z.int(), transitions: z.int() }) })
  .meta({ id: 'ClockMoved' });
