import { Component, computed, inject, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { SheetRow, SheetView } from '#contracts';
import { Icon } from '../surface/icon';
import { UnitNames } from '../wording/say';
import { Amount } from '../wording/written';
import type { GivenVerdict, GivenVerdicts } from './given-verdicts';
import { RowDetail } from './row-detail';
import { standingOf } from './row-standing';
import { SheetDesk } from './sheet-desk';

const SIGNS: Record<string, string> = { '>=': '≥', '<=': '≤', '=': '', '>': '＞', '<': '＜' };

/** The targets of the sheet; a row opens to everything about it. */
@Component({
  selector: 'kp-sheet-rows',
  imports: [Amount, Icon, RowDetail, TranslocoDirective, UnitNames],
  templateUrl: './sheet-rows.html',
})
export class SheetRows {
  readonly sheet = input.required<SheetView>();
  readonly judges = input.required<'review' | 'cosign' | null>();
  readonly verdicts = input.required<GivenVerdicts>();
  readonly openRow = input.required<string | null>();
  readonly openRowChange = output<string | null>();
  readonly judged = output<{ row: SheetRow; given: GivenVerdict }>();
  readonly removed = output<SheetRow>();

  private readonly desk = inject(SheetDesk);
  protected readonly rows = computed(() => {
    const apart = this.desk.namesApart();
    return this.sheet().rows.map((row) => ({
      row,
      content: this.desk.editOf(row).content(),
      apart: apart.get(row.rowId) ?? null,
      standing: standingOf(row, this.sheet().problems),
      verdict: this.verdicts()[row.rowId]?.verdict ?? '',
      problems: this.sheet().problems.filter((problem) => problem.rowId === row.rowId).length,
    }));
  });

  protected readonly isRead = computed(() => this.sheet().mode === 'read' || this.sheet().mode === 'comments');

  protected sign(operator: string): string {
    return SIGNS[operator] ?? operator;
  }

  protected toggle(rowId: string): void {
    this.openRowChange.emit(this.openRow() === rowId ? null : rowId);
  }
}
