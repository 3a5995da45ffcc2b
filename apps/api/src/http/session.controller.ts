import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { SampleAccount, SessionView, SignedIn, Text } from '#contracts';
import { passwordRules, postTitle, Sessions, SignInPolicy, Tenants, type OpenedSession } from '#organisation';
import { Database, DomainError, everyTenant } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HomeTenant } from '../home-tenant.js';
import { Settings } from '../settings.js';
import { SampleTenant } from '../sample/sample-tenant.js';
import { ForPeople, OfOneself, Open, Permit, Settles } from './access.js';
import { passwordRules as rules, sampleAccounts, sessionView, signedIn } from './answers/session-view.js';
import { plainText, tenantCode } from './query-fields.js';
import { originOf } from './request-origin.js';
import { Replies } from './replies.js';
import { SessionCookie } from './session-cookie.js';
import { SessionEnds } from './session-ends.js';
import { tenantsBelowOf, Who, type Visitor } from './visitor.js';

const credentials = z.strictObject({
  account: plainText(100),
  password: z.string().min(1).max(256),
  tenant: tenantCode.optional(),
});

const secondStep = z.strictObject({ ticket: plainText(100), code: plainText(40) });

/** Signing in and out. */
@ApiTags('session')
@Controller('api/session')
@ForPeople()
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly home: HomeTenant,
    private readonly tenants: Tenants,
    private readonly sample: SampleTenant,
    private readonly cookie: SessionCookie,
    private readonly policy: SignInPolicy,
    private readonly ends: SessionEnds,
  ) {}

  @Post()
  @Open('nobody is signed in before signing in')
  @ApiOperation({
    summary:
      'Signs in with account and password, where there are several tenants with the code of one; sets the session cookie, and ends the session of the one that came along. Where the account has a second factor, answers a ticket instead',
  })
  @Replies(201, signedIn)
  async open(
    @Body({ schema: credentials }) { tenant, ...body }: z.infer<typeof credentials>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const opened = await this.sessions.open(this.database, await this.home.entered(tenant), body, originOf(request));
    if ('ticket' in opened) return { accountId: null, ticket: opened.ticket };
    return this.#enter(opened, request, reply);
  }

  @Post('code')
  @Open('nobody is signed in before the second step')
  @ApiOperation({
    summary:
      'The second step of signing in: a code of the authenticator app, or a recovery code; 422 where it is wrong, 401 where nothing waits for it',
  })
  @Replies(201, signedIn)
  async complete(
    @Body({ schema: secondStep }) body: z.infer<typeof secondStep>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    // Of which tenant it is, only the ticket tells.
    const opened = await everyTenant(() => this.sessions.complete(this.database, body, originOf(request)));
    return this.#enter(opened, request, reply);
  }

  @Get()
  @Permit('inbox.read')
  @OfOneself()
  @Settles('password', 'factor')
  @ApiOperation({ summary: 'Who is signed in, with posts and permissions' })
  @Replies(200, sessionView)
  async who(@Who() visitor: Visitor): Promise<SessionView> {
    return {
      accountId: visitor.accountId,
      account: visitor.account,
      name: visitor.name,
      posts: visitor.posts.map(({ post, unit }) => ({ post, title: postTitle(post), unit })),
      tenant: await this.tenants.ref(this.database, visitor.tenantId),
      tenantsBelow: tenantsBelowOf(visitor).map(({ code, name }) => ({ code, name })),
      permissions: visitor.permissions,
      sample: this.settings.config.sample !== 'none',
      duty: visitor.duty,
      method: visitor.method === 'oidc' ? 'oidc' : 'password',
    };
  }

  @Delete()
  @Open('ending a session that is over already is no fault')
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs out' })
  async close(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = this.cookie.read(request);
    if (token) await this.ends.end(token);
    this.cookie.clear(reply);
  }

  @Get('password-rules')
  @Open('read beside the field before anybody is signed in: at the first set-up')
  @ApiOperation({ summary: 'What a new password must be' })
  @Replies(200, rules)
  passwordRules(): Text[] {
    return passwordRules(this.policy.password);
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

  /** The browser goes on with the new session, and with no other. */
  async #enter(opened: OpenedSession, request: FastifyRequest, reply: FastifyReply): Promise<SignedIn> {
    const former = this.cookie.read(request);
    if (former) await this.ends.end(former);
    this.cookie.set(reply, opened.token);
    return { accountId: opened.accountId, ticket: null };
  }
}
