import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ProposalPage, ProposalResult } from '#contracts';
import { once, type CommandKey } from '#engine';
import { ACCOUNT_NAME, ProposalList, Proposals } from '#organisation';
import { Database, type Sql } from '#platform';
import { decodeCursor, encodeCursor } from '#tasks';
import { z } from 'zod';
import { ForPeople, Fresh, Permit } from './access.js';
import { proposalPage, proposalResult } from './answers/account-view.js';
import { permission } from './answers/permission.js';
import { post } from './answers/post.js';
import { Key } from './command-key.js';
import { calendarDay, limit, optionalText, plainText, reason, uuid } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const account = plainText(64)
  .trim()
  .toLowerCase()
  .refine((name) => ACCOUNT_NAME.is.test(name), { params: { message: ACCOUNT_NAME.says } })
  .meta({ pattern: ACCOUNT_NAME.is.source });
const day = calendarDay.nullable().default(null);
const change = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('add'),
    account,
    name: plainText(200).trim().min(1),
    nameEn: plainText(200).trim().default(''),
    email: z.email().max(200),
  }),
  z.strictObject({ do: z.literal('grant'), account, post, unitId: uuid, from: day, until: day }),
  z.strictObject({ do: z.literal('end'), holdingId: uuid, until: day }),
  z.strictObject({ do: z.enum(['disable', 'enable', 'reset']), account }),
  z.strictObject({
    do: z.literal('token'),
    account,
    name: plainText(200).trim().min(1),
    nameEn: plainText(200).trim().default(''),
    post,
    unitId: uuid,
    permissions: z.array(permission).min(1).max(50),
    days: z.int().min(1).max(365),
  }),
]);
const proposal = z.strictObject({ changes: z.array(change).min(1).max(50), reason });
const decision = z
  .strictObject({ verdict: z.enum(['approve', 'refuse']), answer: optionalText(2000) })
  .refine(({ verdict, answer }) => verdict === 'approve' || answer !== null, {
    path: ['answer'],
    params: { message: { zh: '不同意须说明理由。', en: 'Say why it is refused.' } },
  });
const query = z.strictObject({
  status: z.enum(['open', 'approved', 'refused', 'withdrawn']).nullable().default(null),
  cursor: optionalText(200),
  limit,
});

/** Changes to accounts and posts: one administrator asks, another decides. */
@ApiTags('account')
@Controller('api/proposals')
@ForPeople()
export class ProposalController {
  constructor(
    private readonly database: Database,
    private readonly proposals: Proposals,
    private readonly proposalList: ProposalList,
  ) {}

  @Get()
  @Permit('account.read')
  @ApiOperation({ summary: 'One page of proposals, the newest first' })
  @Replies(200, proposalPage)
  async page(@Who() visitor: Visitor, @Query({ schema: query }) asked: z.infer<typeof query>): Promise<ProposalPage> {
    const { tenantId } = visitor;
    const after = asked.cursor ? decodeCursor(asked.cursor) : null;
    const wanted = { status: asked.status, account: null, after, limit: asked.limit + 1 };
    const found = await this.proposalList.list(this.database, tenantId, wanted);
    const page = found.slice(0, asked.limit);
    const last = found.length > asked.limit ? page.at(-1) : undefined;
    return {
      rows: page.map(({ sortAt: _, ...row }) => row),
      nextCursor: last ? encodeCursor(last.sortAt, last.proposalId) : null,
      open: await this.proposalList.countOpen(this.database, tenantId),
    };
  }

  @Post()
  @Permit('account.propose')
  @Fresh()
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({
    summary: 'Asks for changes to accounts and posts; what could not be carried out is refused at once',
    description:
      'The tenant’s first security administrator comes into force at once, since nobody could approve it; everything else waits for one.',
  })
  @Replies(201, proposalResult)
  propose(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Body({ schema: proposal }) body: z.infer<typeof proposal>,
  ): Promise<ProposalResult> {
    return this.#once(visitor, key, (sql) => this.proposals.propose(sql, visitor, body));
  }

  @Post(':proposalId/decision')
  @Permit('account.approve')
  @Fresh()
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Approves a proposal, which carries it out, or refuses it; never one’s own' })
  @Replies(200, proposalResult)
  async decide(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('proposalId', { schema: uuid }) proposalId: string,
    @Body({ schema: decision }) { verdict, answer }: z.infer<typeof decision>,
  ): Promise<ProposalResult> {
    const decided = { proposalId, isApproved: verdict === 'approve', answer };
    const passwords = decided.isApproved
      ? await this.proposals.passwordsFor(this.database, visitor.tenantId, proposalId)
      : [];
    return this.#once(visitor, key, (sql) => this.proposals.decide(sql, visitor, decided, passwords));
  }

  @Post(':proposalId/withdrawal')
  @Permit('account.propose')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Takes back a proposal of one’s own that is not decided yet' })
  @Replies(200, proposalResult)
  withdraw(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('proposalId', { schema: uuid }) proposalId: string,
  ): Promise<ProposalResult> {
    return this.#once(visitor, key, (sql) => this.proposals.withdraw(sql, visitor, proposalId));
  }

  /** Passwords and tokens are answered this once: the answer that is kept for a repeated request is without them. */
  async #once(visitor: Visitor, key: CommandKey, work: (sql: Sql) => Promise<ProposalResult>): Promise<ProposalResult> {
    let shown: Pick<ProposalResult, 'passwords' | 'tokens'> = { passwords: [], tokens: [] };
    const kept = await once(this.database, visitor.tenantId, key, async (sql) => {
      const { passwords, tokens, ...result } = await work(sql);
      shown = { passwords, tokens };
      return { ...result, passwords: [], tokens: [] };
    });
    return { ...kept, ...shown };
  }
}
