import { Service, computed, signal } from '@angular/core';
import type { InboxRow } from '#contracts';
import { bulkOffers } from './bulk-offers';

/** Rows ticked for one act on many. */
@Service({ autoProvided: false })
export class Selection {
  private readonly picked = signal<ReadonlyMap<string, InboxRow>>(new Map());

  readonly rows = computed(() => [...this.picked().values()]);
  readonly count = computed(() => this.picked().size);
  readonly offers = computed(() => bulkOffers(this.rows()));

  has(row: InboxRow): boolean {
    return row.taskId !== null && this.picked().has(row.taskId);
  }

  toggle(row: InboxRow): void {
    if (this.has(row)) this.remove([row.taskId ?? '']);
    else this.add([row]);
  }

  add(rows: readonly InboxRow[]): void {
    this.picked.update((picked) => {
      const next = new Map(picked);
      for (const row of rows) if (row.taskId) next.set(row.taskId, row);
      return next;
    });
  }

  remove(taskIds: readonly string[]): void {
    this.picked.update((picked) => new Map([...picked].filter(([taskId]) => !taskIds.includes(taskId))));
  }

  clear(): void {
    this.picked.set(new Map());
  }
}
