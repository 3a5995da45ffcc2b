import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { InboxPage } from '#contracts';
import { Inbox } from '#tasks';
import { z } from 'zod';
import { Permit } from './access.js';
import { inboxPage } from './answers/inbox-page.js';
import { limit, optionalText } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const query = z.strictObject({
  tab: z.enum(['todo', 'done', 'started']).default('todo'),
  q: optionalText(100),
  workflow: optionalText(100),
  state: optionalText(200),
  due: z.enum(['overdue', 'near']).nullable().default(null),
  cursor: optionalText(200),
  limit,
});

/** One person's work. */
@ApiTags('inbox')
@Controller('api/inbox')
export class InboxController {
  constructor(private readonly inbox: Inbox) {}

  @Get()
  @Permit('inbox.read')
  @ApiOperation({ summary: 'One page of 待办, 已办 or 我发起, with the counts of all three' })
  @Replies(200, inboxPage)
  page(@Who() visitor: Visitor, @Query({ schema: query }) asked: z.infer<typeof query>): Promise<InboxPage> {
    return this.inbox.page(visitor, asked);
  }
}
