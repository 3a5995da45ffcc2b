import { z } from 'zod';

export const resultRow = z.object({
  subject: z.string(),
  work: z.string(),
  metric: z.string(),
  unit: z.string(),
  clients: z.number(),
  rounds: z.array(z.number()),
  median: z.number(),
});
/** One figure: what was measured of whom doing what, round by round. `clients` is 0 where nobody calls. */
export type ResultRow = z.infer<typeof resultRow>;
