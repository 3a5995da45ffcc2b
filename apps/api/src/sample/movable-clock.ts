import { Injectable } from '@nestjs/common';
import { Clock, Database, SystemClock, type Sql } from '#platform';

/** The product's clock: the machine's, but in the sample, where its offset stands in the database for all processes. */
@Injectable()
export class MovableClock extends Clock {
  readonly #clock = new SystemClock();

  constructor(private readonly database: Database) {
    super();
  }

  now(): Date {
    return this.#clock.now();
  }

  /** Takes over the offset that another process may have set. */
  async refresh(): Promise<void> {
    const [row] = await this.database.query<{ offset_ms: string }>(`SELECT offset_ms FROM sample_clock`);
    this.#clock.offsetMs = row ? Number(row.offset_ms) : 0;
  }

  /** Moves on to an instant, in every process; an instant that is past is left alone. */
  async moveTo(instant: Date, sql: Sql = this.database): Promise<void> {
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
