import { HAPPENINGS } from '#contracts';
import { z } from 'zod';
import { instant } from './text.js';

export const happening = z.enum(HAPPENINGS);

/** Other systems that are told what happens. */
export const webhookList = z
  .object({
    hosts: z.array(z.string()).describe('Whom the operator of the machine allows to be told; none: web hooks are off'),
    rows: z.array(
      z
        .object({
          webhookId: z.uuid(),
          name: z.string(),
          address: z.string(),
          happenings: z.array(happening),
          workflow: z.string().nullable().describe('Only its cases; null: those of every workflow'),
          standing: z
            .enum(['active', 'paused', 'gone', 'silent'])
            .describe('gone: it answered 410; silent: it took nothing through all attempts of a message'),
          madeAt: instant,
        })
        .meta({ id: 'WebhookView' }),
    ),
  })
  .meta({ id: 'WebhookList' });

/** A secret for signatures. */
export const webhookSecret = z
  .object({
    webhookId: z.uuid(),
    secret: z.string().nullable().describe('Shown this once; null for a repeated request'),
  })
  .meta({ id: 'WebhookSecret' });

/** What became of a command. */
export const webhookChanged = z.object({ webhookId: z.uuid() }).meta({ id: 'WebhookChanged' });

/** Messages to one receiver, the newest first. */
export const deliveryPage = z
  .object({
    rows: z.array(
      z
        .object({
          messageId: z.uuid().describe('The webhook-id, the same at every attempt'),
          happening: z.enum([...HAPPENINGS, 'webhook.test']),
          instanceId: z.uuid().nullable(),
          madeAt: instant,
          standing: z.enum(['waiting', 'delivered', 'failed', 'dropped']),
          attempts: z.int().min(0),
          answered: z.int().nullable().describe('The HTTP status of the last answer'),
          problem: z.string().nullable(),
          at: instant.nullable().describe('When it is tried next, or arrived'),
        })
        .meta({ id: 'DeliveryView' }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'DeliveryPage' });
