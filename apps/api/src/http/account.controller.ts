import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AccountDetail, AccountPage, PostView, ProposalResult, TokenView } from '#contracts';
import { once, type CommandKey } from '#engine';
import {
  AccountBook,
  ApiTokens,
  permissionsOf,
  POSTS,
  postTitle,
  powerOf,
  ProposalList,
  Proposals,
} from '#organisation';
import { Database } from '#platform';
import { z } from 'zod';
import { ForPeople, Permit } from './access.js';
import { accountDetail, accountPage, postList, proposalResult, tokenView } from './answers/account-view.js';
import { post } from './answers/post.js';
import { Key } from './command-key.js';
import { limit, optionalText, reason, uuid } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const query = z.strictObject({
  q: optionalText(100),
  post: post.nullable().default(null),
  unit: uuid.nullable().default(null),
  status: z.enum(['active', 'disabled']).nullable().default(null),
  cursor: optionalText(64),
  limit,
});
const why = z.strictObject({ reason });
const MOST_PROPOSALS = 100;

/** Who can sign in, and what they hold. */
@ApiTags('account')
@Controller('api')
@ForPeople()
export class AccountController {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountBook,
    private readonly tokens: ApiTokens,
    private readonly proposals: Proposals,
    private readonly proposalList: ProposalList,
  ) {}

  @Get('accounts')
  @Permit('account.read')
  @ApiOperation({ summary: 'One page of accounts by name, with the posts that they hold now' })
  @Replies(200, accountPage)
  async page(@Who() visitor: Visitor, @Query({ schema: query }) asked: z.infer<typeof query>): Promise<AccountPage> {
    const { q, post: held, unit, status, cursor } = asked;
    const found = await this.accounts.list(this.database, visitor.tenantId, {
      q,
      post: held,
      unitId: unit,
      isDisabled: status && status === 'disabled',
      after: cursor,
      limit: asked.limit + 1,
    });
    const rows = found.slice(0, asked.limit);
    return { rows, nextCursor: found.length > asked.limit ? (rows.at(-1)?.account ?? null) : null };
  }

  @Get('accounts/:accountId')
  @Permit('account.read')
  @ApiOperation({ summary: 'One account with all its posts over time, and what was proposed about it' })
  @Replies(200, accountDetail)
  async read(@Who() visitor: Visitor, @Param('accountId', { schema: uuid }) accountId: string): Promise<AccountDetail> {
    const { tenantId } = visitor;
    const account = await this.accounts.read(this.database, tenantId, accountId);
    const about = { account: account.account, status: null, after: null, limit: MOST_PROPOSALS };
    const proposals = await this.proposalList.list(this.database, tenantId, about);
    const token = await this.tokens.of(this.database, tenantId, accountId);
    return { ...account, proposals: proposals.map(({ sortAt: _, ...proposal }) => proposal), token };
  }

  @Post('accounts/:accountId/lock')
  @Permit('account.lock')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Locks an account at once and ends its sessions; to open it again takes a proposal' })
  @Replies(200, proposalResult)
  lock(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('accountId', { schema: uuid }) accountId: string,
    @Body({ schema: why }) body: z.infer<typeof why>,
  ): Promise<ProposalResult> {
    return once(this.database, visitor.tenantId, key, async (sql) => {
      const { account } = await this.accounts.read(sql, visitor.tenantId, accountId);
      return this.proposals.lockAccount(sql, visitor, { account, ...body });
    });
  }

  @Post('accounts/:accountId/token/revocation')
  @Permit('token.revoke')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Ends the token of a system at once and for ever; another one takes a proposal' })
  @Replies(200, tokenView)
  revoke(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('accountId', { schema: uuid }) accountId: string,
    @Body({ schema: why }) body: z.infer<typeof why>,
  ): Promise<TokenView> {
    return once(this.database, visitor.tenantId, key, (sql) =>
      this.tokens.revoke(sql, visitor.tenantId, accountId, body.reason),
    );
  }

  @Get('posts')
  @Permit('account.read')
  @ApiOperation({ summary: 'The posts that accounts can hold, and what they may do' })
  @Replies(200, postList)
  posts(): PostView[] {
    return POSTS.map((one) => ({
      post: one,
      title: postTitle(one),
      permissions: permissionsOf([one]),
      isForSystems: powerOf(one) === null,
    }));
  }
}
