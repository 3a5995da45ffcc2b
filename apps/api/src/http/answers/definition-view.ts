import { z } from 'zod';
import { field } from './field.js';
import { text } from './text.js';

const point = { x: z.number(), y: z.number() };
const box = { ...point, width: z.number(), height: z.number() };

const chart = z
  .object({
    width: z.number(),
    height: z.number(),
    nodes: z.array(
      z.object({ path: z.string(), title: text, kind: z.enum(['start', 'task', 'wait', 'end', 'group']), ...box }),
    ),
    edges: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        event: z.string(),
        title: text,
        kind: z.enum(['act', 'timer', 'system']),
        points: z.array(z.object(point)),
        label: z.object(box).nullable(),
      }),
    ),
  })
  .meta({ id: 'ChartView' });

/** Every workflow with its newest version. */
export const workflowList = z.array(z.object({ workflow: z.string(), version: z.int(), title: text, purpose: text }));

/** One version of a workflow: its words, fields and picture. */
export const definitionView = z
  .object({
    workflow: z.string(),
    version: z.int(),
    title: text,
    purpose: text,
    columns: z.array(z.object({ field: z.string(), title: text, type: z.string() })),
    fields: z.record(z.string(), field),
    chart,
  })
  .meta({ id: 'DefinitionView' });
