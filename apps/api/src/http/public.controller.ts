import { Body, Controller, Get, Ip, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PublicSheet } from '#contracts';
import { once, type CommandKey } from '#engine';
import { Database, DomainError } from '#platform';
import { Comments, commentSchema } from '#targets';
import { z } from 'zod';
import { HomeTenant } from '../home-tenant.js';
import { Open } from './access.js';
import { commentKept, publicSheets } from './answers/sheet-view.js';
import { Key } from './command-key.js';
import { described } from './json-schema.js';
import { uuid } from './query-fields.js';
import { Replies } from './replies.js';

const comment = described(z.looseObject({ sheetId: uuid }), commentSchema.extend({ sheetId: uuid }));

const COMMENTS_ALLOWED = 20;
const WITHIN_MS = 60 * 60 * 1000;

/** What citizens see and say without an account (M030). */
@ApiTags('public')
@Controller('api/public')
@Open('citizens have no account')
export class PublicController {
  readonly #recent = new Map<string, number[]>();

  constructor(
    private readonly comments: Comments,
    private readonly home: HomeTenant,
    private readonly database: Database,
  ) {}

  @Get('sheets')
  @ApiOperation({ summary: 'Drafts that are open for comment now' })
  @Replies(200, publicSheets)
  async sheets(): Promise<PublicSheet[]> {
    return this.comments.open(await this.home.entered());
  }

  @Post('comments')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({
    summary: 'A citizen’s comment; 409 where the window is closed, 429 after 20 in an hour from one address',
  })
  @Replies(201, commentKept)
  async add(
    @Key() key: CommandKey,
    @Body({ schema: comment }) body: z.infer<typeof comment>,
    @Ip() address: string,
  ): Promise<{ commentId: string }> {
    this.#count(address);
    const { sheetId, ...rest } = body;
    const tenantId = await this.home.entered();
    return once(this.database, tenantId, key, () => this.comments.add(tenantId, sheetId, rest));
  }

  /** Every attempt counts, so that nobody can try out what is let through. */
  #count(address: string): void {
    const now = performance.now();
    const recent = (this.#recent.get(address) ?? []).filter((at) => now - at < WITHIN_MS);
    if (recent.length >= COMMENTS_ALLOWED) {
      throw new DomainError('too-many', 'comment.too-many', {
        zh: `同一网络地址一小时内最多提交 ${COMMENTS_ALLOWED} 条意见，请稍后再试。您写的内容还在页面上。`,
        en: `At most ${COMMENTS_ALLOWED} comments an hour from one address. Try again later; what you wrote is still on the page.`,
      });
    }
    if (this.#recent.size > 10_000) this.#recent.clear();
    this.#recent.set(address, [...recent, now]);
  }
}
