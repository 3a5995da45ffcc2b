import { z } from 'zod';
import { text } from './text.js';

const finding = z
  .object({
    file: z.string(),
    row: z.int().describe('1 is the header, 0 the whole file'),
    column: z.string().nullable(),
    value: z.string().nullable(),
    code: z.string(),
    message: text,
  })
  .meta({ id: 'ImportProblem' });

/** What an import did, or why it did nothing. */
export const importReport = z
  .object({
    done: z.boolean(),
    files: z.array(
      z.object({
        file: z.string(),
        kind: z.string(),
        rows: z.int(),
        added: z.int(),
        changed: z.int(),
        unchanged: z.int(),
      }),
    ),
    problems: z.array(finding).describe('The first 1,000'),
    problemCount: z.int().describe('How many there are in all'),
    notices: z.array(finding),
    seconds: z.number(),
  })
  .meta({ id: 'ImportReport' });
