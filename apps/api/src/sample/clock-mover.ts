import { Injectable } from '@nestjs/common';
import { CalendarSource, Outbox, Timers, type Fired } from '#engine';
import { everyTenant } from '#platform';
import { MovableClock } from './movable-clock.js';

const DAY_MS = 86_400_000;

/** Moves the sample's clock on, stopping right after every deadline on the way, so that each fires at its own time. */
@Injectable()
export class ClockMover {
  constructor(
    private readonly clock: MovableClock,
    private readonly timers: Timers,
    private readonly outbox: Outbox,
    private readonly calendars: CalendarSource,
  ) {}

  /** Moves by a day, a week, or to the next deadline (nothing where none waits); answers what fired. */
  async move(tenantId: string, by: 'day' | 'week' | 'next'): Promise<Fired> {
    const until =
      by === 'next'
        ? (await this.timers.next(tenantId))?.dueAt
        : await this.#morningAfter(tenantId, by === 'day' ? 1 : 7);
    return until ? this.moveTo(tenantId, until) : { transitions: 0, reminders: 0, escalations: 0 };
  }

  /** Moves on to an instant, for every tenant: there is one clock. Answers what fired on the way. */
  moveTo(tenantId: string, until: Date): Promise<Fired> {
    return everyTenant(() => this.#moveTo(tenantId, until));
  }

  async #moveTo(tenantId: string, until: Date): Promise<Fired> {
    const fired: Fired = { transitions: 0, reminders: 0, escalations: 0 };
    for (
      let due = await this.timers.next(tenantId);
      due && due.dueAt <= until;
      due = await this.timers.next(tenantId)
    ) {
      // Its last millisecond belongs to the deadline: what falls due at the end of a day fires on the next.
      await this.clock.moveTo(new Date(due.dueAt.getTime() + 1));
      const now = await this.timers.fireDue();
      fired.transitions += now.transitions;
      fired.reminders += now.reminders;
      fired.escalations += now.escalations;
    }
    await this.clock.moveTo(until);
    await this.outbox.deliverReady();
    return fired;
  }

  async #morningAfter(tenantId: string, days: number): Promise<Date> {
    const calendar = await this.calendars.of(tenantId);
    const endOfDay = calendar.addCalendarDays(this.clock.now(), days - 1);
    return new Date(endOfDay.getTime() + 1 + (9 / 24) * DAY_MS);
  }
}
