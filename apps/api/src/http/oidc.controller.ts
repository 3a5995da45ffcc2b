import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { OidcLeaving, OidcView } from '#contracts';
import { Identities, type IdentityRules } from '#organisation';
import { DomainError, everyTenant } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HomeTenant } from '../home-tenant.js';
import { IdentityProvider } from '../oidc/identity-provider.js';
import { Settings } from '../settings.js';
import { ForPeople, Open } from './access.js';
import { oidcLeaving, oidcView } from './answers/oidc-view.js';
import { FlowCookie } from './flow-cookie.js';
import { optionalText, tenantCode } from './query-fields.js';
import { Replies } from './replies.js';
import { originOf } from './request-origin.js';
import { SessionCookie } from './session-cookie.js';
import { SessionEnds } from './session-ends.js';

const start = z.strictObject({
  back: optionalText(2000),
  renew: z.literal('1').optional(),
  tenant: tenantCode.optional(),
});

/** Signing in through an identity provider (OpenID Connect). The browser itself goes to `start` and comes back to `callback`. */
@ApiTags('session')
@Controller('api/oidc')
@ForPeople()
export class OidcController {
  constructor(
    private readonly provider: IdentityProvider,
    private readonly identities: Identities,
    private readonly home: HomeTenant,
    private readonly settings: Settings,
    private readonly flow: FlowCookie,
    private readonly cookie: SessionCookie,
    private readonly ends: SessionEnds,
  ) {}

  @Get()
  @Open('offered before signing in')
  @ApiOperation({ summary: 'Whether one can sign in through an identity provider' })
  @Replies(200, oidcView)
  view(): OidcView {
    return { isOn: this.provider.config !== null };
  }

  @Get('start')
  @Open('nobody is signed in before signing in')
  @ApiOperation({ summary: 'Leads the browser to the identity provider; `renew`: to prove again who one is' })
  @ApiResponse({ status: 302, description: 'To the provider, or to the sign-in page, which says why not' })
  async start(@Query({ schema: start }) asked: z.infer<typeof start>, @Res() reply: FastifyReply): Promise<void> {
    const errand = { back: this.#ownPage(asked.back), isRenewal: asked.renew !== undefined, tenant: asked.tenant };
    try {
      if (!errand.isRenewal) await this.home.entered(errand.tenant);
      const { url, carried } = await this.provider.begin(errand);
      this.flow.set(reply, carried);
      this.#send(reply, url);
    } catch (error) {
      this.#fail(reply, error, errand.back);
    }
  }

  @Get('callback')
  @Open('nobody is signed in before signing in')
  @ApiOperation({ summary: 'Where the identity provider sends the browser back to: opens the session' })
  @ApiResponse({
    status: 302,
    description: 'To the page where one came from, or to the sign-in page, which says why not',
  })
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const at = request.url.indexOf('?');
    const query = at < 0 ? '' : request.url.slice(at);
    const carried = this.flow.take(request, reply);
    try {
      const { claimed, errand } = await this.provider.finish(carried, query);
      const former = this.cookie.read(request);
      // Of which tenant the session is, only its token tells.
      if (errand.isRenewal) await everyTenant(() => this.identities.renew(former ?? '', claimed));
      else {
        const tenantId = await this.home.entered(errand.tenant);
        const opened = await this.identities.signIn(
          tenantId,
          claimed,
          await this.#rulesOf(tenantId),
          originOf(request),
        );
        if (former) await this.ends.end(former);
        this.cookie.set(reply, opened.token);
      }
      this.#send(reply, errand.back);
    } catch (error) {
      this.#fail(reply, error, '/inbox');
    }
  }

  @Post('leaving')
  @Open('ending a session that is over already is no fault')
  @ApiOperation({ summary: 'Signs out here, and says where to go to sign out at the identity provider; null: nowhere' })
  @Replies(200, oidcLeaving)
  async leave(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<OidcLeaving> {
    const token = this.cookie.read(request) ?? '';
    const idToken = await everyTenant(() => this.identities.idToken(token));
    await this.ends.end(token);
    this.cookie.clear(reply);
    return { url: idToken === null ? null : await this.provider.leaveUrl(idToken).catch(() => null) };
  }

  /**
   * What groups hold, they hold in one tenant: the one that the setting names, or the first. A name is somebody's in the first alone:
   * in another tenant the same name may be somebody else, whom only a verified address tells.
   */
  async #rulesOf(tenantId: string): Promise<IdentityRules> {
    const { linkBy, groupPosts } = this.provider.config ?? { linkBy: 'email', groupPosts: [] };
    const { code, isFirst } = await this.home.place(tenantId);
    return {
      linkBy: isFirst ? linkBy : 'email',
      groupPosts: groupPosts.filter(({ tenant }) => (tenant === null ? isFirst : tenant === code)),
    };
  }

  /** The page says why, in the reader's language; whoever runs the server reads the rest in its log. */
  #fail(reply: FastifyReply, error: unknown, back: string): void {
    const code = error instanceof DomainError ? error.code : 'oidc.failed';
    const reason = error instanceof DomainError ? error.facts.params?.['reason'] : undefined;
    reply.log.warn(
      { refusal: code, reason, ...(code === 'oidc.failed' && { err: error }) },
      'sign-in through the identity provider failed',
    );
    this.#send(reply, `/sign-in?${new URLSearchParams({ failed: code, back }).toString()}`);
  }

  #send(reply: FastifyReply, to: string): void {
    void reply.header('cache-control', 'no-store').redirect(to, 302);
  }

  /** Only a page of this very product. */
  #ownPage(back: string | null): string {
    const { origin } = new URL(this.settings.publicUrl);
    if (!back?.startsWith('/') || !URL.canParse(back, origin)) return '/inbox';
    const page = new URL(back, origin);
    return page.origin === origin ? `${page.pathname}${page.search}${page.hash}` : '/inbox';
  }
}
