import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from '../surface/icon';
import { Amount } from '../wording/written';
import { STEPS, type FileProgress, type ImportProgress } from './import-progress';

/** How far an import is: what it does now, and the rows read, checked and saved of every file. */
@Component({
  selector: 'kp-progress-table',
  imports: [Amount, Icon, TranslocoDirective],
  templateUrl: './progress-table.html',
})
export class ProgressTable {
  readonly files = input.required<FileProgress[]>();
  /** The newest; null while the files are being sent. */
  readonly now = input.required<ImportProgress | null>();

  protected readonly steps = STEPS;
  /** Between 0 and 1; null where the end cannot be known yet. */
  protected readonly share = computed(() => {
    const now = this.now();
    if (now?.of == null) return null;
    return now.of === 0 ? 1 : now.rows / now.of;
  });
}
