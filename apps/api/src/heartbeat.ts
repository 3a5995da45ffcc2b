import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Purge, Sealer } from '#audit';
import { Batches, Bell, Housekeeping, JournalMonths, Mailroom, Outbox, Timers } from '#engine';
import { everyTenant } from '#platform';
import { WEBHOOK_MESSAGE, WebhookCollector, WebhookHousekeeping } from '#webhooks';
import { Settings } from './settings.js';

const EVERY_MS = 1_000;
const HOURLY_MS = 3_600_000;

/**
 * The beats that look for due timers and ready messages: at every ring of the bell, and by themselves each second. What
 * is due is in the database, never in here. Slow mail holds up no deadline: each beat has its own turn; one that comes
 * while its last is at work is made once that is over.
 */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger(Heartbeat.name);
  readonly #busy = new Map<string, { again: boolean }>();
  #stopHearing: (() => Promise<void>) | null = null;

  constructor(
    private readonly settings: Settings,
    private readonly bell: Bell,
    private readonly timers: Timers,
    private readonly outbox: Outbox,
    private readonly collector: WebhookCollector,
    private readonly mailroom: Mailroom,
    private readonly batches: Batches,
    private readonly months: JournalMonths,
    private readonly housekeeping: Housekeeping,
    private readonly webhookHousekeeping: WebhookHousekeeping,
    private readonly sealer: Sealer,
    private readonly purge: Purge,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.config.role === 'api') return;
    this.#stopHearing = await this.bell.hear(() => {
      void this.sendMessages();
      void this.collectHappenings();
      void this.bringEvents();
      void this.carryOutBatches();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#stopHearing?.();
  }

  @Interval(EVERY_MS)
  fireTimers(): Promise<void> {
    return this.#beat('timers', () => this.timers.fireDue());
  }

  @Interval(EVERY_MS)
  sendMessages(): Promise<void> {
    return this.#beat('outbox', () => this.outbox.deliverReady());
  }

  @Interval(EVERY_MS)
  tellReceivers(): Promise<void> {
    return this.#beat('web hooks', () => this.outbox.deliverReady(WEBHOOK_MESSAGE));
  }

  /** A receiver that hangs must not keep what others are to be told from being found. */
  @Interval(EVERY_MS)
  collectHappenings(): Promise<void> {
    return this.#beat('happenings', async () => {
      if ((await this.collector.collect()) > 0) void this.tellReceivers();
    });
  }

  @Interval(EVERY_MS)
  bringEvents(): Promise<void> {
    return this.#beat('events', () => this.mailroom.deliverReady());
  }

  @Interval(EVERY_MS)
  carryOutBatches(): Promise<void> {
    return this.#beat('batches', () => this.batches.runReady());
  }

  @Interval(EVERY_MS)
  sealEntries(): Promise<void> {
    return this.#beat('sealing', () => this.sealer.seal());
  }

  @Interval(HOURLY_MS)
  tidyUp(): Promise<void> {
    return this.#beat('tidying', async () => {
      await this.months.tidy();
      await this.housekeeping.clear();
      await this.webhookHousekeeping.clear();
      await this.purge.run();
    });
  }

  async #beat(name: string, work: () => Promise<unknown>): Promise<void> {
    const last = this.#busy.get(name);
    if (last) {
      last.again = true;
      return;
    }
    const mine = { again: true };
    this.#busy.set(name, mine);
    try {
      while (mine.again) {
        mine.again = false;
        await everyTenant(work);
      }
    } catch (error) {
      // The database is away, or going: the next beat tries again.
      this.#log.error(error instanceof Error ? error.message : String(error));
    } finally {
      this.#busy.delete(name);
    }
  }
}
