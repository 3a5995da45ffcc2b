import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RightsView } from '#contracts';
import { CalendarSource } from '#engine';
import { Clock } from '#platform';
import { Rights } from '#tasks';
import { z } from 'zod';
import { Permit } from './access.js';
import { rightsView } from './answers/rights-view.js';
import { calendarDay, uuid } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const one = uuid.nullable().default(null);
const query = z
  .strictObject({ unit: one, account: one, case: one, on: calendarDay.nullable().default(null) })
  .refine((asked) => [asked.unit, asked.account, asked.case].filter((id) => id !== null).length === 1, {
    params: { message: { zh: '请在单位、账号、事项中给出一个。', en: 'Name one: a unit, an account or a case.' } },
  });

/** Who can do what here, and why. */
@ApiTags('account')
@Controller('api/rights')
export class RightsController {
  constructor(
    private readonly rights: Rights,
    private readonly calendars: CalendarSource,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('rights.read')
  @ApiOperation({
    summary: 'Who can do what with a unit, an account or a case, and why; now, or at the end of a past day',
  })
  @Replies(200, rightsView)
  async read(@Who() visitor: Visitor, @Query({ schema: query }) asked: z.infer<typeof query>): Promise<RightsView> {
    const at = await this.#instant(visitor.tenantId, asked.on);
    if (asked.unit !== null) return this.rights.ofUnit(visitor.tenantId, asked.unit, at);
    if (asked.account !== null) return this.rights.ofAccount(visitor.tenantId, asked.account, at);
    return this.rights.ofCase(visitor.tenantId, asked.case ?? '', at);
  }

  /** The end of the day, or now where it is not over. */
  async #instant(tenantId: string, day: string | null): Promise<Date> {
    const now = this.clock.now();
    if (day === null) return now;
    const calendar = await this.calendars.of(tenantId);
    const end = calendar.endOfDate(day.slice(5), Number(day.slice(0, 4)));
    return end < now ? end : now;
  }
}
