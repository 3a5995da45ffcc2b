import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { SampleAccount, SessionView } from '#contracts';
import { postTitle, Sessions } from '#organisation';
import { Database, DomainError, everyTenant } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HomeTenant } from '../home-tenant.js';
import { Settings } from '../settings.js';
import { SampleTenant } from '../sample/sample-tenant.js';
import { Open, Permit } from './access.js';
import { sampleAccounts, sessionView, signedIn } from './answers/session-view.js';
import { plainText } from './query-fields.js';
import { originOf } from './request-origin.js';
import { Replies } from './replies.js';
import { SessionCookie } from './session-cookie.js';
import { Who, type Visitor } from './visitor.js';

const credentials = z.strictObject({ account: plainText(100), password: z.string().min(1).max(256) });

/** Signing in and out. */
@ApiTags('session')
@Controller('api/session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly home: HomeTenant,
    private readonly sample: SampleTenant,
    private readonly cookie: SessionCookie,
  ) {}

  @Post()
  @Open('nobody is signed in before signing in')
  @ApiOperation({
    summary:
      'Signs in with account and password; sets the session cookie, and ends the session of the one that came along',
  })
  @Replies(201, signedIn)
  async open(
    @Body({ schema: credentials }) body: z.infer<typeof credentials>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ accountId: string }> {
    const opened = await this.sessions.open(this.database, await this.home.entered(), body, originOf(request));
    const former = this.cookie.read(request);
    if (former) await this.#end(former);
    this.cookie.set(reply, opened.token);
    return { accountId: opened.accountId };
  }

  @Get()
  @Permit('inbox.read')
  @ApiOperation({ summary: 'Who is signed in, with posts and permissions' })
  @Replies(200, sessionView)
  who(@Who() visitor: Visitor): SessionView {
    return {
      accountId: visitor.accountId,
      account: visitor.account,
      name: visitor.name,
      posts: visitor.posts.map(({ post, unit }) => ({ post, title: postTitle(post), unit })),
      permissions: visitor.permissions,
      sample: this.settings.config.sample !== 'none',
    };
  }

  @Delete()
  @Open('ending a session that is over already is no fault')
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs out' })
  async close(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = this.cookie.read(request);
    if (token) await this.#end(token);
    this.cookie.clear(reply);
  }

  @Get('sample-accounts')
  @Open('offered before signing in, and only while the sample is loaded')
  @ApiOperation({ summary: 'The sample accounts; 404 where the sample is not loaded' })
  @Replies(200, sampleAccounts)
  async sampleAccounts(): Promise<SampleAccount[]> {
    if (!this.settings.config.sampleAccounts) {
      throw new DomainError('missing', 'sample.not-loaded', {
        zh: '没有装载示例数据。',
        en: 'The sample is not loaded.',
      });
    }
    return this.sample.accounts();
  }

  /** Of which tenant the session is, only its token tells. */
  #end(token: string): Promise<void> {
    return everyTenant(() => this.database.transaction((sql) => this.sessions.close(sql, token)));
  }
}
