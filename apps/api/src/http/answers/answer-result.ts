import { z } from 'zod';
import { text } from './text.js';

const status = z.enum(['running', 'suspended', 'done']);

/** The case after an answer. */
export const answerResult = z
  .object({
    instanceId: z.uuid(),
    revision: z.int(),
    states: z.array(z.object({ path: z.string(), title: text })),
    status,
    nextTaskId: z.uuid().nullable().describe('The next task of the same reader'),
  })
  .meta({ id: 'AnswerResult' });

/** The case after an act. */
export const stepResult = z
  .object({
    instanceId: z.uuid(),
    workflow: z.string(),
    version: z.int(),
    revision: z.int(),
    states: z.array(z.string()),
    status,
  })
  .meta({ id: 'StepResult' });

/** Why something was not done. */
export const problemBrief = z.object({ code: z.string(), detail: text }).meta({ id: 'ProblemBrief' });

const answered = { taskId: z.uuid(), title: text };

/** What became of each of many tasks that were given the same answer. */
export const bulkResult = z
  .object({
    results: z.array(
      z.discriminatedUnion('done', [
        z.object({ ...answered, done: z.literal(true), states: z.array(text) }),
        z.object({
          ...answered,
          done: z.literal(false),
          problem: problemBrief,
        }),
      ]),
    ),
  })
  .meta({ id: 'BulkResult' });

/** A draft that was kept. */
export const draftKept = z.object({ draftRevision: z.int() });
