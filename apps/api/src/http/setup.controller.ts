import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { SetupDone, SetupView } from '#contracts';
import { ACCOUNT_NAME } from '#organisation';
import { z } from 'zod';
import { everyTenant } from '#platform';
import { FirstSetup } from '../first-setup.js';
import { ForPeople, Open } from './access.js';
import { setupDone, setupView } from './answers/setup-view.js';
import { plainText } from './query-fields.js';
import { Replies } from './replies.js';
import { Throttled } from './throttling.js';

const named = plainText(200).trim().min(1);

const setup = z.strictObject({
  code: plainText(100),
  organisation: named.optional(),
  office: named,
  account: plainText(64)
    .trim()
    .toLowerCase()
    .refine((account) => ACCOUNT_NAME.is.test(account), { params: { message: ACCOUNT_NAME.says } })
    .meta({ pattern: ACCOUNT_NAME.is.source }),
  email: z.email().max(200),
  password: z.string().min(1).max(256),
});

/** Setting the product up for the first time. */
@ApiTags('setup')
@Controller('api/setup')
@ForPeople()
@Open('nobody can sign in before the first account is there')
export class SetupController {
  constructor(private readonly first: FirstSetup) {}

  @Get()
  @ApiOperation({
    summary:
      'Whether the product waits to be set up; `added`: by the codes of tenants that the operator added and named',
  })
  @Replies(200, setupView)
  view(): Promise<SetupView> {
    return everyTenant(() => this.first.view());
  }

  @Post()
  @Throttled('setup')
  @ApiOperation({
    summary:
      'Makes the organisation, unless its tenant was added by command, and its first administrator with the code from the terminal; 403 where it is wrong, 409 where that is done',
  })
  @Replies(201, setupDone)
  carryOut(@Body({ schema: setup }) body: z.infer<typeof setup>): Promise<SetupDone> {
    // The tenant is made here.
    return everyTenant(() => this.first.carryOut({ ...body, organisation: body.organisation ?? null }));
  }
}
