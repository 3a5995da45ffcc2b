import { Body, Controller, Delete, Get, HttpCode, Param, Put, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { OwnSessionView, SessionsEnded } from '#contracts';
import { Passwords, Sessions } from '#organisation';
import { Database } from '#platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ForPeople, OfOneself, Permit, Settles } from './access.js';
import { ownSessions, sessionsEnded } from './answers/own-sessions.js';
import { uuid } from './query-fields.js';
import { Replies } from './replies.js';
import { SessionCookie } from './session-cookie.js';
import { Who, type Visitor } from './visitor.js';

const passwords = z.strictObject({ present: z.string().min(1).max(256), next: z.string().min(1).max(256) });

/** Where else the reader is signed in, and with which password. */
@ApiTags('session')
@Controller('api/sessions')
@ForPeople()
@OfOneself()
export class OwnSessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly passwords: Passwords,
    private readonly database: Database,
    private readonly cookie: SessionCookie,
  ) {}

  @Get()
  @Permit('inbox.read')
  @ApiOperation({ summary: 'The open sessions of the reader’s own account, last used first' })
  @Replies(200, ownSessions)
  async list(@Who() visitor: Visitor, @Req() request: FastifyRequest): Promise<OwnSessionView[]> {
    const own = await this.sessions.own(this.database, visitor.accountId, this.cookie.read(request) ?? '');
    return own.map(({ openedAt, seenAt, expiresAt, ...session }) => ({
      ...session,
      openedAt: openedAt.toISOString(),
      seenAt: seenAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    }));
  }

  @Delete()
  @Permit('inbox.read')
  @ApiOperation({ summary: 'Ends all sessions of the reader’s own account but this one' })
  @Replies(200, sessionsEnded)
  async endOthers(@Who() visitor: Visitor, @Req() request: FastifyRequest): Promise<SessionsEnded> {
    const token = this.cookie.read(request) ?? '';
    return {
      ended: await this.database.transaction((sql) => this.sessions.closeOthers(sql, visitor.accountId, token)),
    };
  }

  @Put('password')
  @Permit('inbox.read')
  @Settles('password', 'factor')
  @ApiOperation({
    summary:
      'Changes the password of the reader’s own account and ends its other sessions; 422 where the present one is wrong or the new one breaks a rule',
  })
  @Replies(200, sessionsEnded)
  async changePassword(
    @Who() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Body({ schema: passwords }) body: z.infer<typeof passwords>,
  ): Promise<SessionsEnded> {
    const { tenantId, accountId } = visitor;
    const token = this.cookie.read(request) ?? '';
    return { ended: await this.passwords.change({ tenantId, accountId, token }, body) };
  }

  @Delete(':sessionId')
  @Permit('inbox.read')
  @HttpCode(204)
  @ApiOperation({ summary: 'Ends one session of the reader’s own account; 404 where it has no such session' })
  async end(@Who() visitor: Visitor, @Param('sessionId', { schema: uuid }) sessionId: string): Promise<void> {
    await this.database.transaction((sql) => this.sessions.closeOwn(sql, visitor.accountId, sessionId));
  }
}
