import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { TargetTree, YearOpened, YearPreview } from '#contracts';
import type { CommandKey } from '#engine';
import { TargetList, YearOpening } from '#targets';
import { z } from 'zod';
import { Permit } from './access.js';
import { targetTree, yearOpened, yearPreview } from './answers/target-tree.js';
import { Key } from './command-key.js';
import { NamedTenant } from './named-tenant.js';
import { tenantCode } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const query = z.strictObject({ tenant: tenantCode.optional() });
const year = z.coerce.number().int().min(2000).max(2100);

/** The plan and its years. */
@ApiTags('target')
@Controller('api')
export class TargetController {
  constructor(
    private readonly list: TargetList,
    private readonly opening: YearOpening,
    private readonly named: NamedTenant,
  ) {}

  @Get('targets')
  @Permit('target.read')
  @ApiOperation({
    summary: 'The list of targets: domain → KPI → yearly targets → units; `tenant`: that of a tenant below',
  })
  @Replies(200, targetTree)
  async targets(@Who() visitor: Visitor, @Query({ schema: query }) asked: z.infer<typeof query>): Promise<TargetTree> {
    return this.list.read(await this.named.id(visitor, 'target.read', asked.tenant));
  }

  @Get('years/:year/preview')
  @Permit('year.open')
  @ApiOperation({ summary: 'What opening the year will allocate, and what stands in the way' })
  @Replies(200, yearPreview)
  preview(@Who() visitor: Visitor, @Param('year', { schema: year }) asked: number): Promise<YearPreview> {
    return this.opening.preview(visitor.tenantId, asked);
  }

  @Post('years/:year/open')
  @Permit('year.open')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Opens the year: allocates all its plan rows to their units; 409 where it is open already' })
  @Replies(200, yearOpened)
  open(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('year', { schema: year }) asked: number,
  ): Promise<YearOpened> {
    const officer = visitor.posts.find((held) => held.post === 'office.officer');
    const actor = { accountId: visitor.accountId, post: 'office.officer', unitId: officer?.unit.unitId ?? null };
    return this.opening.open(visitor.tenantId, asked, actor, key.key);
  }
}
