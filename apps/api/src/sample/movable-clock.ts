import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock, Database, SystemClock, type Sql } from '#platform';

const FOLLOW_EVERY_MS = 1_000;

/** The product's clock: the machine's, but in the sample, where its offset stands in the database for all processes. */
@Injectable()
export class MovableClock extends Clock implements OnModuleDestroy {
  readonly #clock = new SystemClock();
  #following: NodeJS.Timeout | null = null;

  constructor(private readonly database: Database) {
    super();
  }

  now(): Date {
    return this.#clock.now();
  }

  /** Takes over, every second from now on, the offset that another process may have set. */
  async follow(): Promise<void> {
    await this.refresh();
    // While the database is away the clock goes on as it was.
    this.#following = setInterval(() => void this.refresh().catch(() => undefined), FOLLOW_EVERY_MS);
    this.#following.unref();
  }

  onModuleDestroy(): void {
    if (this.#following) clearInterval(this.#following);
  }

  /** Takes over the offset that another process may have set. */
  async refresh(): Promise<void> {
    const [row] = await this.database.query<{ offset_ms: string }>(`SELECT offset_ms FROM sample_clock`);
    this.#clock.offsetMs = row ? Number(row.offset_ms) : 0;
  }

  /** Moves on to an instant, in every process; an instant that is past is left alone. */
  async moveTo(instant: Date, sql: Sql = this.database): Promise<void> {
    await this.refresh();
    const ahead = instant.getTime() - this.now().getTime();
    if (ahead <= 0) return;
    await this.#keep(sql, this.#clock.offsetMs + ahead);
  }

  /** Sets the clock for the sample's first day; only a sample that was just made may do so. */
  async begin(instant: Date, sql: Sql): Promise<void> {
    await this.#keep(sql, this.#clock.offsetMs + instant.getTime() - this.now().getTime());
  }

  async #keep(sql: Sql, offsetMs: number): Promise<void> {
    await sql.query(
      `INSERT INTO sample_clock (only_row, offset_ms) VALUES (true, $1) ON CONFLICT (only_row) DO UPDATE SET offset_ms = excluded.offset_ms`,
      [Math.round(offsetMs)],
    );
    this.#clock.offsetMs = Math.round(offsetMs);
  }
}
