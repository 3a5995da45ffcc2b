import { Body, Controller, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { MessageTaken } from '#contracts';
import { DefinitionLibrary, Mailroom, type CommandKey } from '#engine';
import { checkedFields } from '#tasks';
import { z } from 'zod';
import { Permit } from './access.js';
import { acting } from './acting.js';
import { messageTaken } from './answers/message-taken.js';
import { Key } from './command-key.js';
import { plainText } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const message = z.strictObject({
  workflow: plainText(100),
  correlation: plainText(200).min(1),
  event: plainText(100),
  data: z.record(z.string().max(100), z.unknown()).default({}),
});

/** What other systems and authorities tell a case. */
@ApiTags('message')
@Controller('api/messages')
export class MessageController {
  constructor(
    private readonly mailroom: Mailroom,
    private readonly definitions: DefinitionLibrary,
  ) {}

  @Post()
  @Permit('message.send')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({
    summary: 'Brings an event to the case with this value in its correlation field, now or when it wants it',
  })
  @Replies(200, messageTaken)
  async send(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Body({ schema: message }) body: z.infer<typeof message>,
  ): Promise<MessageTaken> {
    const { definition } = await this.definitions.newest(visitor.tenantId, body.workflow);
    return this.mailroom.correlate({
      ...body,
      data: checkedFields(definition.fields, body.data),
      tenantId: visitor.tenantId,
      actor: acting(visitor, 'message.send'),
      key,
    });
  }
}
