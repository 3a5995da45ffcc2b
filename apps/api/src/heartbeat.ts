import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Outbox, Timers } from '#engine';
import { Clock } from '#platform';
import { MovableClock } from './sample/movable-clock.js';

const EVERY_MS = 1_000;

/** The beat that looks for due timers and ready messages. What is due is in the database, never in here. */
@Injectable()
export class Heartbeat {
  readonly #log = new Logger(Heartbeat.name);
  #isBusy = false;

  constructor(
    private readonly timers: Timers,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Fires and sends everything that is due; a beat that comes while another works is left out. */
  @Interval(EVERY_MS)
  async beat(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      if (this.clock instanceof MovableClock) await this.clock.refresh();
      await this.timers.fireDue();
      await this.outbox.deliverReady();
    } catch (error) {
      // The database is away, or going: the next beat tries again.
      this.#log.error(error instanceof Error ? error.message : String(error));
    } finally {
      this.#isBusy = false;
    }
  }
}
