import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Renewals } from '#organisation';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ForPeople, OfOneself, Permit } from './access.js';
import { SessionCookie } from './session-cookie.js';

const proof = z.strictObject({ password: z.string().min(1).max(256) });

/** Proving once more who one is, before a sensitive act. */
@ApiTags('session')
@Controller('api/session/renewal')
@ForPeople()
export class RenewalController {
  constructor(
    private readonly renewals: Renewals,
    private readonly cookie: SessionCookie,
  ) {}

  @Post()
  @Permit('inbox.read')
  @OfOneself()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Takes the password again, so that sensitive acts are done for ten minutes; 422 where it is wrong',
  })
  async renew(@Req() request: FastifyRequest, @Body({ schema: proof }) body: z.infer<typeof proof>): Promise<void> {
    await this.renewals.byPassword(this.cookie.read(request) ?? '', body.password);
  }
}
