import type { Field } from '#contracts';
import { z } from 'zod';
import { post } from './post.js';
import { text } from './text.js';

const words = { title: text, help: text.exactOptional(), readableBy: z.array(post).exactOptional() };

/** One datum of a case, as its definition describes it; a list has fields of its own as columns. */
export const field = z
  .discriminatedUnion('type', [
    z.object({ ...words, type: z.literal('text'), maxLength: z.int(), multiline: z.boolean().exactOptional() }),
    z.object({
      ...words,
      type: z.literal('number'),
      min: z.number().exactOptional(),
      max: z.number().exactOptional(),
      unit: text.exactOptional(),
    }),
    z.object({ ...words, type: z.literal('date') }),
    z.object({ ...words, type: z.literal('yesNo') }),
    z.object({
      ...words,
      type: z.literal('choice'),
      options: z.array(z.object({ value: z.string(), title: text })),
    }),
    z.object({ ...words, type: z.literal('unit') }),
    z.object({ ...words, type: z.literal('units') }),
    z.object({
      ...words,
      type: z.literal('list'),
      get columns(): z.ZodRecord<z.ZodString, z.ZodType<Field>> {
        return z.record(z.string(), field);
      },
      optional: z.array(z.string()).exactOptional(),
      maxItems: z.int(),
    }),
  ])
  .meta({ id: 'Field' });
