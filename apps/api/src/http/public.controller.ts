import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PublicSheet } from '#contracts';
import { once, type CommandKey } from '#engine';
import { Database } from '#platform';
import { Comments, commentSchema } from '#targets';
import { z } from 'zod';
import { HomeTenant } from '../home-tenant.js';
import { Open } from './access.js';
import { commentKept, publicSheets } from './answers/sheet-view.js';
import { Key } from './command-key.js';
import { described } from './json-schema.js';
import { tenantCode, uuid } from './query-fields.js';
import { Replies } from './replies.js';
import { Throttled } from './throttling.js';

const named = { tenant: tenantCode.optional() };
const query = z.strictObject(named);
const comment = described(
  z.looseObject({ sheetId: uuid, ...named }),
  commentSchema.extend({ sheetId: uuid, ...named }),
);

/** What citizens see and say without an account (M030). */
@ApiTags('public')
@Controller('api/public')
@Open('citizens have no account')
export class PublicController {
  constructor(
    private readonly comments: Comments,
    private readonly home: HomeTenant,
    private readonly database: Database,
  ) {}

  @Get('sheets')
  @ApiOperation({
    summary: 'Drafts that are open for comment now; where there are several tenants, in the one that is named',
  })
  @Replies(200, publicSheets)
  async sheets(@Query({ schema: query }) { tenant }: z.infer<typeof query>): Promise<PublicSheet[]> {
    return this.comments.open(await this.home.entered(tenant));
  }

  @Post('comments')
  @Throttled('comment')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({
    summary: 'A citizen’s comment; 409 where the window is closed, 429 after 20 in an hour from one address',
  })
  @Replies(201, commentKept)
  async add(
    @Key() key: CommandKey,
    @Body({ schema: comment }) body: z.infer<typeof comment>,
  ): Promise<{ commentId: string }> {
    const { sheetId, tenant, ...rest } = body;
    const tenantId = await this.home.entered(tenant);
    return once(this.database, tenantId, key, () => this.comments.add(tenantId, sheetId, rest));
  }
}
