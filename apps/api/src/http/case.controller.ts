import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CasePage, CaseView, ChangesView, HistoryEntry } from '#contracts';
import type { CommandKey, StepResult } from '#engine';
import { Answers, CaseList, Cases, Histories } from '#tasks';
import { z } from 'zod';
import { CaseChanges } from '../case-changes.js';
import { Permit } from './access.js';
import { stepResult } from './answers/answer-result.js';
import { caseHistory, changesView } from './answers/case-history.js';
import { casePage } from './answers/case-page.js';
import { caseView } from './answers/case-view.js';
import { Key } from './command-key.js';
import { NamedTenant } from './named-tenant.js';
import { limit, optionalText, plainText, tenantCode, uuid } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const query = z.strictObject({
  workflow: plainText(100),
  state: optionalText(200),
  status: z.enum(['running', 'suspended', 'done']).nullable().default(null),
  unit: uuid.nullable().default(null),
  tenant: tenantCode.optional(),
  q: optionalText(100),
  cursor: optionalText(200),
  limit,
});
const act = z.strictObject({
  revision: z.number().int().min(1).max(2_000_000_000),
  opinion: z.string().max(20_000).default(''),
  data: z.record(z.string().max(100), z.unknown()).default({}),
});

/** Cases, whatever their workflow. */
@ApiTags('case')
@Controller('api/cases')
export class CaseController {
  constructor(
    private readonly cases: Cases,
    private readonly list: CaseList,
    private readonly histories: Histories,
    private readonly changes: CaseChanges,
    private readonly answers: Answers,
    private readonly named: NamedTenant,
  ) {}

  @Get()
  @Permit('case.read')
  @ApiOperation({
    summary:
      'One page of a workflow’s cases that the reader may see; `tenant`: those of the own or of one tenant below',
  })
  @Replies(200, casePage)
  async page(
    @Who() visitor: Visitor,
    @Query({ schema: query }) { tenant, unit, ...asked }: z.infer<typeof query>,
  ): Promise<CasePage> {
    const tenantId = tenant === undefined ? null : await this.named.id(visitor, 'case.read', tenant);
    return this.list.page(visitor, { ...asked, unitId: unit, tenantId });
  }

  @Get(':instanceId')
  @Permit('case.read')
  @ApiOperation({ summary: 'One case with everything the reader may do' })
  @Replies(200, caseView)
  read(@Who() visitor: Visitor, @Param('instanceId', { schema: uuid }) instanceId: string): Promise<CaseView> {
    return this.cases.read(visitor, instanceId);
  }

  @Get(':instanceId/history')
  @Permit('case.read')
  @ApiOperation({ summary: 'What happened to the case, oldest first' })
  @Replies(200, caseHistory)
  history(@Who() visitor: Visitor, @Param('instanceId', { schema: uuid }) instanceId: string): Promise<HistoryEntry[]> {
    return this.histories.read(visitor, instanceId);
  }

  @Get(':instanceId/changes')
  @Permit('case.read')
  @ApiOperation({ summary: 'What changed since the last submission' })
  @Replies(200, changesView)
  changed(@Who() visitor: Visitor, @Param('instanceId', { schema: uuid }) instanceId: string): Promise<ChangesView> {
    return this.changes.read(visitor, instanceId);
  }

  @Post(':instanceId/acts/:event')
  @Permit('task.answer')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Does an act that the definition opens to the reader’s post without a task' })
  @Replies(200, stepResult)
  act(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('instanceId', { schema: uuid }) instanceId: string,
    @Param('event', { schema: plainText(100) }) event: string,
    @Body({ schema: act }) body: z.infer<typeof act>,
  ): Promise<StepResult> {
    return this.answers.act(visitor, instanceId, { ...body, outcome: event }, key);
  }
}
