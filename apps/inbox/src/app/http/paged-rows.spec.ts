import { describe, expect, test } from '@jest/globals';
import { PagedRows } from './paged-rows.js';

interface Page {
  rows: number[];
  nextCursor: string | null;
  total: number;
}

/** A list whose questions the test answers, the longest asked first, with two rows a page. */
class Served {
  readonly totals: number[] = [];
  readonly list = new PagedRows<number, Page>(
    () => new Promise((resolve, reject) => this.waiting.push({ resolve, reject })),
    (page) => this.totals.push(page.total),
  );
  private readonly waiting: { resolve: (page: Page) => void; reject: (error: Error) => void }[] = [];

  answer(at: number): void {
    this.waiting.shift()?.resolve({ rows: [at, at + 1], nextCursor: at < 4 ? String(at + 2) : null, total: at });
  }

  fail(): void {
    this.waiting.shift()?.reject(new Error('away'));
  }
}

describe('a list that comes in pages', () => {
  test('grows by the page after those that have come, until there is none', async () => {
    const served = new Served();
    const { list } = served;
    const first = list.fetch();
    expect([list.rows(), list.isLoading()]).toEqual([null, true]);
    served.answer(0);
    await first;
    for (const at of [2, 4]) {
      const next = list.more();
      served.answer(at);
      await next;
    }
    expect([list.rows(), list.cursor(), list.isLoading()]).toEqual([[0, 1, 2, 3, 4, 5], null, false]);
    expect(served.totals).toEqual([0]);
    await list.more();
    expect(list.isLoading()).toBe(false);
  });

  test('shows what was asked last, whichever answer comes first or fails', async () => {
    const served = new Served();
    const { list } = served;
    const [stale, failed, last] = [list.fetch(), list.fetch(), list.fetch()];
    served.answer(0);
    served.fail();
    await Promise.all([stale, failed]);
    expect([list.rows(), list.error(), list.isLoading()]).toEqual([null, null, true]);
    served.answer(4);
    await last;
    expect([list.rows(), list.error(), list.isLoading()]).toEqual([[4, 5], null, false]);
  });

  test('keeps what it has where the next page does not come', async () => {
    const served = new Served();
    const { list } = served;
    const first = list.fetch();
    served.answer(0);
    await first;
    const next = list.more();
    served.fail();
    await next;
    expect([list.rows(), list.cursor(), list.error()]).toEqual([[0, 1], '2', new Error('away')]);
  });
});
