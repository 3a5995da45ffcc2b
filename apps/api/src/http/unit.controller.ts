import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { UnitRef } from '#contracts';
import { Organisation } from '#organisation';
import { Database } from '#platform';
import { z } from 'zod';
import { Permit } from './access.js';
import { unitList } from './answers/unit-ref.js';
import { plainText } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const query = z.strictObject({ q: plainText(100).default('') });

/** The list of units, for pickers. */
@ApiTags('unit')
@Controller('api/units')
export class UnitController {
  constructor(
    private readonly organisation: Organisation,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('unit.read')
  @ApiOperation({ summary: 'Units whose code or name contains the text, at most 20' })
  @Replies(200, unitList)
  search(@Who() visitor: Visitor, @Query({ schema: query }) asked: z.infer<typeof query>): Promise<UnitRef[]> {
    return this.organisation.search(this.database, visitor.tenantId, asked.q);
  }
}
