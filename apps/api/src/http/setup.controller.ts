import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { SetupDone, SetupView } from '#contracts';
import { z } from 'zod';
import { FirstSetup } from '../first-setup.js';
import { Open } from './access.js';
import { setupDone, setupView } from './answers/setup-view.js';
import { plainText } from './query-fields.js';
import { Replies } from './replies.js';

const named = plainText(200).trim().min(1);

const ACCOUNT = {
  is: /^[a-z0-9][a-z0-9._-]{1,63}$/,
  says: {
    zh: '账号为 2 至 64 个小写字母、数字、点、横线或下划线。',
    en: 'An account has 2 to 64 small letters, digits, dots, dashes or underscores.',
  },
};

const setup = z.strictObject({
  code: plainText(100),
  organisation: named,
  office: named,
  account: plainText(64)
    .trim()
    .toLowerCase()
    .refine((account) => ACCOUNT.is.test(account), { params: { message: ACCOUNT.says } }),
  email: z.email().max(200),
  password: z.string().min(1).max(256),
});

/** Setting the product up for the first time. */
@ApiTags('setup')
@Controller('api/setup')
@Open('nobody can sign in before the first account is there')
export class SetupController {
  constructor(private readonly first: FirstSetup) {}

  @Get()
  @ApiOperation({ summary: 'Whether the product waits to be set up' })
  @Replies(200, setupView)
  async view(): Promise<SetupView> {
    return { needed: await this.first.isNeeded() };
  }

  @Post()
  @ApiOperation({
    summary:
      'Makes the organisation and its first administrator with the code that the server printed; 403 where it is wrong, 409 where that is done',
  })
  @Replies(201, setupDone)
  async carryOut(@Body({ schema: setup }) body: z.infer<typeof setup>): Promise<SetupDone> {
    await this.first.carryOut(body);
    return { account: body.account };
  }
}
