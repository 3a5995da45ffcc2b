import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Outbox, Timers } from '#engine';

const EVERY_MS = 1_000;

/**
 * The beats that look for due timers and ready messages. What is due is in the database, never in here. Slow mail holds up
 * no deadline: each beat has its own turn, and one that comes while its last is at work is left out.
 */
@Injectable()
export class Heartbeat {
  readonly #log = new Logger(Heartbeat.name);
  readonly #busy = new Set<string>();

  constructor(
    private readonly timers: Timers,
    private readonly outbox: Outbox,
  ) {}

  @Interval(EVERY_MS)
  fireTimers(): Promise<void> {
    return this.#beat('timers', () => this.timers.fireDue());
  }

  @Interval(EVERY_MS)
  sendMessages(): Promise<void> {
    return this.#beat('outbox', () => this.outbox.deliverReady());
  }

  async #beat(name: string, work: () => Promise<unknown>): Promise<void> {
    if (this.#busy.has(name)) return;
    this.#busy.add(name);
    try {
      await work();
    } catch (error) {
      // The database is away, or going: the next beat tries again.
      this.#log.error(error instanceof Error ? error.message : String(error));
    } finally {
      this.#busy.delete(name);
    }
  }
}
