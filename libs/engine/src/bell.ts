import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#platform';

const CHANNEL = 'kaoping';
const QUIET_MS = 50;

/**
 * Tells workers, here and in other processes, that something may be due. It carries nothing and promises nothing: what
 * there is to do stands in the database, and a worker that hears no bell looks by itself every second. Many rings
 * within a moment are one.
 */
@Injectable()
export class Bell {
  readonly #log = new Logger(Bell.name);
  readonly #listeners: (() => void)[] = [];
  #isRung = false;

  constructor(private readonly database: Database) {}

  ring(): void {
    for (const listener of this.#listeners) listener();
    if (this.#isRung) return;
    this.#isRung = true;
    setTimeout(() => {
      this.#isRung = false;
      this.database.query(`SELECT pg_notify($1, '')`, [CHANNEL]).catch((error: unknown) => {
        // Nobody hears it now; the others look by themselves within a second.
        this.#log.debug(String(error));
      });
    }, QUIET_MS).unref();
  }

  /** Calls back at every ring of this process. */
  onRing(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Calls back at every ring of other processes, too, until the returned function is called. */
  async hear(listener: () => void): Promise<() => Promise<void>> {
    this.onRing(listener);
    return this.database.listen(CHANNEL, listener);
  }
}
