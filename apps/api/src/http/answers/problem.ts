import type { Problem } from '#contracts';
import { z } from 'zod';
import type { Same } from '../replies.js';
import { text } from './text.js';

/** What is wrong with one field of a request. */
export const fieldProblem = {
  pointer: z.string().describe('JSON pointer into the body: /data/milestones/0/date'),
  code: z.string(),
  message: text,
};

/** How every refusal reads, whatever the route. */
export const problem = z
  .object({
    type: z.string().describe('urn:kaoping:problem:<code>'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable, noun.fact: task.already-done'),
    detail: text.describe('What, where and how to mend it, in both languages'),
    errors: z.array(z.object(fieldProblem).meta({ id: 'FieldProblem' })).exactOptional(),
    params: z.record(z.string(), z.unknown()).exactOptional(),
    correlationId: z.string(),
  })
  .meta({ id: 'Problem' });

true satisfies Same<Problem, z.output<typeof problem>>;
