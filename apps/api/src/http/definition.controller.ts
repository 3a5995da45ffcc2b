import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DefinitionView, Text } from '#contracts';
import { DefinitionLibrary } from '#engine';
import { z } from 'zod';
import { ChartPictures } from '../charts/chart-pictures.js';
import { Permit } from './access.js';
import { definitionView, workflowList } from './answers/definition-view.js';
import { NamedTenant } from './named-tenant.js';
import { plainText, tenantCode } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const query = z.strictObject({ lang: z.enum(['zh', 'en']).default('zh'), tenant: tenantCode.optional() });

/** Published workflows, for pages that are made from them. */
@ApiTags('definition')
@Controller('api')
export class DefinitionController {
  constructor(
    private readonly definitions: DefinitionLibrary,
    private readonly pictures: ChartPictures,
    private readonly named: NamedTenant,
  ) {}

  @Get('workflows')
  @Permit('definition.read')
  @ApiOperation({ summary: 'Every workflow with its newest version' })
  @Replies(200, workflowList)
  async list(@Who() visitor: Visitor): Promise<{ workflow: string; version: number; title: Text; purpose: Text }[]> {
    const charts = await this.definitions.all(visitor.tenantId);
    return charts.map(({ definition: { workflow, version, title, purpose } }) => ({
      workflow,
      version,
      title,
      purpose,
    }));
  }

  @Get('definitions/:workflow/:version')
  @Permit('definition.read')
  @ApiOperation({
    summary: 'One version: its words, fields and picture, laid out for a language; `tenant`: that of a tenant below',
  })
  @Replies(200, definitionView)
  async read(
    @Who() visitor: Visitor,
    @Param('workflow', { schema: plainText(100) }) workflow: string,
    @Param('version', { schema: z.coerce.number().int().min(1) }) version: number,
    @Query({ schema: query }) asked: z.infer<typeof query>,
  ): Promise<DefinitionView> {
    const tenantId = await this.named.id(visitor, 'definition.read', asked.tenant);
    const chart = await this.definitions.chart(tenantId, workflow, version);
    const { title, purpose, fields, columns } = chart.definition;
    return {
      workflow,
      version,
      title,
      purpose,
      columns: columns.flatMap((field) => {
        const known = fields[field];
        return known ? [{ field, title: known.title, type: known.type }] : [];
      }),
      fields,
      chart: await this.pictures.of(tenantId, chart, asked.lang),
    };
  }
}
