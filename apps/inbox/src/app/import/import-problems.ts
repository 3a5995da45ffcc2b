import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ImportProblem } from '#contracts';
import { Say } from '../wording/say';

/** Every bad row with its file, row, column, value and reason. */
@Component({
  selector: 'kp-import-problems',
  imports: [Say, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <h2 class="section__title">
        {{ t('import.problems') }} <span class="section__count">{{ count() }}</span>
      </h2>
      @if (count() > problems().length) {
        <p class="section__text">{{ t('import.first', { shown: problems().length, count: count() }) }}</p>
      }
      <div class="table-frame table-frame--tall" tabindex="0" role="group" [attr.aria-label]="t('import.problems')">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{{ t('import.file') }}</th>
              <th scope="col" class="is-number">{{ t('import.row') }}</th>
              <th scope="col">{{ t('import.column') }}</th>
              <th scope="col">{{ t('import.value') }}</th>
              <th scope="col">{{ t('import.reason') }}</th>
            </tr>
          </thead>
          <tbody>
            @for (problem of problems(); track $index) {
              <tr>
                <td>{{ problem.file }}</td>
                <td class="is-number">{{ problem.row || '—' }}</td>
                <td>{{ problem.column ?? '—' }}</td>
                <td class="table__code">{{ problem.value ?? '—' }}</td>
                <td>{{ problem.message | say }}</td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    </ng-container>
  `,
})
export class ImportProblems {
  readonly problems = input.required<ImportProblem[]>();
  readonly count = input.required<number>();
}
