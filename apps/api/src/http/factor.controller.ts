import { Body, Controller, Delete, Get, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FactorEnrolment, FactorView, RecoveryCodes, SessionsEnded } from '#contracts';
import { SecondFactors, SignInPolicy, type FactorHolder } from '#organisation';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ForPeople, Fresh, OfOneself, Permit, Settles } from './access.js';
import { factorEnrolment, factorView, recoveryCodes } from './answers/factor-view.js';
import { sessionsEnded } from './answers/own-sessions.js';
import { plainText } from './query-fields.js';
import { Replies } from './replies.js';
import { SessionCookie } from './session-cookie.js';
import { Who, type Visitor } from './visitor.js';

const given = z.strictObject({ code: plainText(40) });

/** The second factor of the reader's own account: codes of an authenticator app. */
@ApiTags('session')
@Controller('api/factor')
@ForPeople()
@Permit('inbox.read')
@OfOneself()
@Settles('factor')
export class FactorController {
  constructor(
    private readonly factors: SecondFactors,
    private readonly policy: SignInPolicy,
    private readonly cookie: SessionCookie,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whether a code is asked for at sign-in, and how many recovery codes are left' })
  @Replies(200, factorView)
  async view(@Who() visitor: Visitor): Promise<FactorView> {
    const { since, codesLeft } = await this.factors.state(visitor.accountId);
    const isRequired = visitor.posts.some(({ post }) => this.policy.factorPosts.includes(post));
    return { since: since?.toISOString() ?? null, codesLeft, isRequired };
  }

  @Post()
  @Fresh()
  @ApiOperation({ summary: 'Draws a secret for an authenticator app; it counts once a code of it was given' })
  @Replies(201, factorEnrolment)
  begin(@Who() visitor: Visitor): Promise<FactorEnrolment> {
    return this.factors.begin(visitor);
  }

  @Post('confirmation')
  @ApiOperation({
    summary:
      'Takes the first code: from now on one is asked for. Ends all other sessions, and answers ten recovery codes; 422 where the code is wrong',
  })
  @Replies(200, recoveryCodes)
  async confirm(
    @Who() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Body({ schema: given }) { code }: z.infer<typeof given>,
  ): Promise<RecoveryCodes> {
    const { codes } = await this.factors.confirm(this.#holder(visitor, request), code.replaceAll(/\s/g, ''));
    return { codes };
  }

  @Post('recovery-codes')
  @Fresh()
  @ApiOperation({ summary: 'Draws ten other recovery codes; the former are void' })
  @Replies(200, recoveryCodes)
  async renewCodes(@Who() visitor: Visitor, @Req() request: FastifyRequest): Promise<RecoveryCodes> {
    return { codes: await this.factors.renewCodes(this.#holder(visitor, request)) };
  }

  @Delete()
  @Fresh()
  @ApiOperation({ summary: 'The password alone is enough again; ends all other sessions' })
  @Replies(200, sessionsEnded)
  async remove(@Who() visitor: Visitor, @Req() request: FastifyRequest): Promise<SessionsEnded> {
    return { ended: await this.factors.remove(this.#holder(visitor, request)) };
  }

  #holder({ tenantId, accountId }: Visitor, request: FastifyRequest): FactorHolder {
    return { tenantId, accountId, token: this.cookie.read(request) ?? '' };
  }
}
