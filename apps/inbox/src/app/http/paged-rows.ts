import { signal } from '@angular/core';
import type { Query } from './query.js';

/** A list that comes in pages: what has come of it so far, and what went wrong. Of several questions under way only the last counts. */
export class PagedRows<Row, Page extends { rows: Row[]; nextCursor: string | null }> {
  readonly rows = signal<Row[] | null>(null);
  readonly cursor = signal<string | null>(null);
  readonly error = signal<unknown>(null);
  readonly isLoading = signal(false);
  private asked = 0;

  /** `read` asks for the first page, or for the one after a cursor; `onFirst` takes what the first one says beside its rows. */
  constructor(
    private readonly read: (beyond: Query) => Promise<Page>,
    private readonly onFirst: (page: Page) => void = () => undefined,
  ) {}

  /** The first page anew. */
  fetch(): Promise<void> {
    return this.ask({}, (page) => {
      this.rows.set(page.rows);
      this.onFirst(page);
    });
  }

  /** The page after those that have come. */
  async more(): Promise<void> {
    const cursor = this.cursor();
    if (cursor !== null)
      await this.ask({ cursor }, (page) => this.rows.update((rows) => [...(rows ?? []), ...page.rows]));
  }

  private async ask(beyond: Query, take: (page: Page) => void): Promise<void> {
    const turn = ++this.asked;
    this.isLoading.set(true);
    this.error.set(null);
    try {
      const page = await this.read(beyond);
      if (turn !== this.asked) return;
      take(page);
      this.cursor.set(page.nextCursor);
    } catch (error) {
      if (turn === this.asked) this.error.set(error);
    } finally {
      if (turn === this.asked) this.isLoading.set(false);
    }
  }
}
