import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperationLog } from '#audit';
import type { ClockMoved, ClockView } from '#contracts';
import { CalendarSource, once, Timers, type CommandKey } from '#engine';
import { Clock, Database, DomainError } from '#platform';
import { z } from 'zod';
import { ClockMover } from '../sample/clock-mover.js';
import { Settings } from '../settings.js';
import { Permit } from './access.js';
import { clockMoved, clockView } from './answers/clock-view.js';
import { Key } from './command-key.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const move = z.strictObject({ by: z.enum(['day', 'week', 'next']) });

/** The product's clock; in the sample an administrator moves it on. */
@ApiTags('clock')
@Controller('api/clock')
export class ClockController {
  constructor(
    private readonly clock: Clock,
    private readonly calendars: CalendarSource,
    private readonly timers: Timers,
    private readonly mover: ClockMover,
    private readonly settings: Settings,
    private readonly database: Database,
    private readonly operations: OperationLog,
  ) {}

  @Get()
  @Permit('inbox.read')
  @ApiOperation({ summary: 'What time it is for the product, and what is due next' })
  @Replies(200, clockView)
  async read(@Who() visitor: Visitor): Promise<ClockView> {
    const calendar = await this.calendars.of(visitor.tenantId);
    const now = this.clock.now();
    const isMovable = this.#isMovable(visitor);
    const next = isMovable ? await this.timers.next(visitor.tenantId) : null;
    return {
      now: now.toISOString(),
      today: calendar.localDate(now),
      workingDay: calendar.isWorkingDay(now),
      dayName: calendar.dayName(now),
      movable: isMovable,
      next: next ? { at: next.dueAt.toISOString(), title: next.title } : null,
    };
  }

  @Post()
  @Permit('clock.move')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Moves the sample’s clock on; everything due on the way fires at its own time' })
  @Replies(200, clockMoved)
  async move(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Body({ schema: move }) body: z.infer<typeof move>,
  ): Promise<ClockMoved> {
    if (!this.#isMovable(visitor)) {
      throw new DomainError('forbidden', 'clock.fixed', {
        zh: '只有装载示例数据时才能拨动时钟。',
        en: 'The clock can be moved only while the sample is loaded.',
      });
    }
    return once(this.database, visitor.tenantId, key, async (sql) => {
      const fired = await this.mover.move(visitor.tenantId, body.by);
      const details = { to: this.clock.now().toISOString() };
      await this.operations.note(sql, { tenantId: visitor.tenantId, action: 'clock.moved', details });
      return { ...(await this.read(visitor)), fired };
    });
  }

  #isMovable(visitor: Visitor): boolean {
    return this.settings.config.sample !== 'none' && visitor.permissions.includes('clock.move');
  }
}
