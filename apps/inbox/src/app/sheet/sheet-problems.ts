import { Component, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { SheetProblem } from '#contracts';
import { Icon } from '../surface/icon';
import { Say } from '../wording/say';

/** What still keeps the sheet from being submitted; each leads to its field. */
@Component({
  selector: 'kp-sheet-problems',
  imports: [Icon, Say, TranslocoDirective],
  template: `
    <details class="problems" *transloco="let t">
      <summary class="problems__head">
        <kp-icon name="info" /><span role="status">{{ t('sheet.problems', { count: problems().length }) }}</span>
        <kp-icon name="down" />
      </summary>
      <ul class="problems__list">
        @for (problem of problems(); track problem.pointer + problem.code) {
          <li>
            @if (problem.rowId) {
              <button type="button" class="link" (click)="chosen.emit(problem)">{{ problem.message | say }}</button>
            } @else {
              {{ problem.message | say }}
            }
          </li>
        }
      </ul>
    </details>
  `,
})
export class SheetProblems {
  readonly problems = input.required<SheetProblem[]>();
  readonly chosen = output<SheetProblem>();
}
