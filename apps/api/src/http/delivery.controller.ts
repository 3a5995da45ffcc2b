import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DeliveryPage } from '#contracts';
import { Database } from '#platform';
import { decodeCursor, encodeCursor } from '#tasks';
import { deliveriesOf } from '#webhooks';
import { z } from 'zod';
import { Permit } from './access.js';
import { deliveryPage } from './answers/webhook-view.js';
import { limit, optionalText, uuid } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const query = z.strictObject({ cursor: optionalText(200), limit });

/** What became of the messages to web hooks. */
@ApiTags('webhook')
@Controller('api/webhooks/:webhookId/deliveries')
export class DeliveryController {
  constructor(private readonly database: Database) {}

  @Get()
  @Permit('webhook.read')
  @ApiOperation({ summary: 'One page of messages to it, the newest first; of an answer only the status is known' })
  @Replies(200, deliveryPage)
  async page(
    @Who() { tenantId }: Visitor,
    @Param('webhookId', { schema: uuid }) webhookId: string,
    @Query({ schema: query }) asked: z.infer<typeof query>,
  ): Promise<DeliveryPage> {
    const after = asked.cursor ? decodeCursor(asked.cursor) : null;
    const found = await deliveriesOf(this.database, tenantId, webhookId, after, asked.limit + 1);
    const page = found.slice(0, asked.limit);
    const last = found.length > asked.limit ? page.at(-1) : undefined;
    return {
      rows: page.map(({ sortAt: _, ...row }) => row),
      nextCursor: last ? encodeCursor(last.sortAt, last.messageId) : null,
    };
  }
}
