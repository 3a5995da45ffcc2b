import { Body, Controller, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperationLog } from '#audit';
import type { MessageTaken } from '#contracts';
import { DefinitionLibrary, Mailroom, type CommandKey } from '#engine';
import { noteRefusals } from '#organisation';
import { Database } from '#platform';
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
    private readonly operations: OperationLog,
    private readonly database: Database,
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
    const { workflow, event, correlation } = body;
    const noted = {
      tenantId: visitor.tenantId,
      action: 'message.sent',
      object: { kind: 'message', id: correlation },
      details: { workflow, event },
    };
    return noteRefusals({ database: this.database, operations: this.operations }, noted, async () => {
      const { definition } = await this.definitions.newest(visitor.tenantId, workflow);
      const taken = await this.mailroom.correlate({
        ...body,
        data: checkedFields(definition.fields, body.data),
        tenantId: visitor.tenantId,
        actor: acting(visitor, 'message.send'),
        key,
      });
      // The case's journal names the sender in the step's own transaction; where this one fails, the same request is sent again.
      await this.operations.note(this.database, { ...noted, details: { ...noted.details, ...taken } });
      return taken;
    });
  }
}
