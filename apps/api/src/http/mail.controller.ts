import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperationLog } from '#audit';
import type { MailView } from '#contracts';
import { Mailbox } from '#notifications';
import { Database } from '#platform';
import { decodeCursor, encodeCursor } from '#tasks';
import { z } from 'zod';
import { Permit } from './access.js';
import { mailPage } from './answers/mail-page.js';
import { limit, optionalText } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const query = z.strictObject({ cursor: optionalText(200), limit });

/** What the built-in mailbox received. */
@ApiTags('mail')
@Controller('api/mails')
export class MailController {
  constructor(
    private readonly mailbox: Mailbox,
    private readonly database: Database,
    private readonly operations: OperationLog,
  ) {}

  @Get()
  @Permit('mail.read')
  @ApiOperation({ summary: 'One page of sent mail, newest first' })
  @Replies(200, mailPage)
  async page(
    @Who() visitor: Visitor,
    @Query({ schema: query }) asked: z.infer<typeof query>,
  ): Promise<{ rows: MailView[]; nextCursor: string | null }> {
    const read = { tenantId: visitor.tenantId, action: 'personal-data.read', object: { kind: 'mail', id: 'page' } };
    await this.operations.noteSparingly(this.database, read, visitor.accountId);
    const found = await this.mailbox.page(
      visitor.tenantId,
      asked.cursor ? decodeCursor(asked.cursor) : null,
      asked.limit + 1,
    );
    const page = found.slice(0, asked.limit);
    const last = found.length > asked.limit ? page.at(-1) : undefined;
    return {
      rows: page.map(({ sortAt: _, ...mail }) => mail),
      nextCursor: last ? encodeCursor(last.sortAt, last.mailId) : null,
    };
  }
}
