import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { InboxRow } from '#contracts';
import { DueLabel } from '../wording/due-label';
import { Say, UnitName } from '../wording/say';
import { Written } from '../wording/written';

/** One matter: what it is, what is asked, by when. */
@Component({
  selector: 'kp-matter-row',
  imports: [DueLabel, RouterLink, Say, TranslocoDirective, UnitName, Written],
  host: { class: 'matter', '[class.is-open]': 'isOpen()', '[class.is-picked]': 'isPicked()' },
  template: `
    <ng-container *transloco="let t">
      @if (canPick()) {
        <label class="matter__pick">
          <input type="checkbox" [checked]="isPicked()" (change)="picked.emit()" />
          <span class="visually-hidden">{{ t('inbox.pick', { title: (row().title | say) }) }}</span>
        </label>
      }
      <a
        class="matter__link"
        [routerLink]="[]"
        [queryParams]="{ case: row().instanceId, task: row().taskId }"
        queryParamsHandling="merge"
        [attr.aria-current]="isOpen() ? 'true' : null"
        [attr.data-matter]="key()"
      >
        <span class="matter__title">{{ row().title | say }}</span>
        <span class="matter__ask">{{ doneWord() ?? row().ask | say }}</span>
        <span class="matter__unit">{{ row().unit | unitName }}</span>
        <span class="matter__state">{{ row().stateTitle | say }}</span>
        <span class="matter__due">
          @if (row().standing; as standing) {
            <span class="state" [class.state--near]="standing === 'suspended'">{{
              t('operation.standing.' + standing)
            }}</span>
          } @else if (row().doneAt; as doneAt) {
            <span class="due">{{ doneAt | written: 'day' }}</span>
          } @else if (row().due; as due) {
            <kp-due-label [due]="due" />
          } @else {
            <span class="due">{{ row().openedAt | written: 'day' }}</span>
          }
        </span>
      </a>
    </ng-container>
  `,
})
export class MatterRow {
  readonly row = input.required<InboxRow>();
  readonly isOpen = input(false);
  readonly isPicked = input(false);
  readonly canPick = input(false);
  readonly picked = output();

  protected readonly doneWord = computed(() => (this.row().doneAt ? this.row().outcome : null));
  protected readonly key = computed(() => this.row().taskId ?? this.row().instanceId);
}
