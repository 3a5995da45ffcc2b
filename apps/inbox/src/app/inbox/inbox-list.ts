import { Component, ElementRef, computed, inject, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { InboxRow } from '#contracts';
import { dueGroups, type DueGroup } from './due-groups';
import { rowKey } from './inbox-feed';
import { MatterRow } from './matter-row';
import { Selection } from './selection';

/** The matters in groups by deadline; j and k walk through them. */
@Component({
  selector: 'kp-inbox-list',
  imports: [MatterRow, TranslocoDirective],
  templateUrl: './inbox-list.html',
})
export class InboxList {
  readonly rows = input.required<InboxRow[]>();
  readonly isGrouped = input(false);
  readonly openKey = input<string | null>(null);
  /** How many there are of each level, where that is known beyond the rows read so far. */
  readonly totals = input<Partial<Record<DueGroup['level'], number>>>({});
  readonly opened = output<InboxRow>();

  protected readonly selection = inject(Selection);
  protected readonly keyOf = rowKey;
  protected readonly groups = computed(() =>
    this.isGrouped() ? dueGroups(this.rows()) : [{ level: 'open' as const, rows: this.rows() }],
  );
  private readonly ordered = computed(() => this.groups().flatMap((group) => group.rows));
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  /** Moves the focus by that many rows; opens the row where one is open already. */
  walk(by: 1 | -1): void {
    const rows = this.ordered();
    const at = rows.findIndex((row) => rowKey(row) === this.hereKey());
    const next = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!next) return;
    this.focus(rowKey(next));
    if (this.openKey() !== null) this.opened.emit(next);
  }

  /** Ticks the row that has the focus, or the open one. */
  markHere(): void {
    const row = this.ordered().find((one) => rowKey(one) === this.hereKey());
    if (row?.bulk.length) this.selection.toggle(row);
  }

  openHere(): void {
    const row = this.ordered().find((one) => rowKey(one) === this.hereKey());
    if (row) this.opened.emit(row);
  }

  /** The row to read once this one is decided: the one below it, or the last. */
  after(key: string): InboxRow | null {
    const rows = this.ordered();
    const at = rows.findIndex((row) => rowKey(row) === key);
    return rows[at + 1] ?? rows[at - 1] ?? null;
  }

  focus(key: string): void {
    this.linkOf(key)?.focus();
  }

  protected toggleAll(rows: readonly InboxRow[], isChecked: boolean): void {
    const able = rows.filter((row) => row.bulk.length > 0);
    if (isChecked) this.selection.add(able);
    else this.selection.remove(able.map(rowKey));
  }

  protected canPickAny(rows: readonly InboxRow[]): boolean {
    return rows.some((row) => row.bulk.length > 0);
  }

  protected isAllPicked(rows: readonly InboxRow[]): boolean {
    return rows.every((row) => row.bulk.length === 0 || this.selection.has(row));
  }

  private hereKey(): string | null {
    const focused = this.element.ownerDocument.activeElement?.closest('.matter')?.querySelector('[data-matter]');
    return focused?.getAttribute('data-matter') ?? this.openKey();
  }

  private linkOf(key: string): HTMLElement | null {
    return this.element.querySelector<HTMLElement>(`[data-matter="${CSS.escape(key)}"]`);
  }
}
