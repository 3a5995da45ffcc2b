import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { HistoryEntry } from '#contracts';
import { Icon } from '../surface/icon';
import { Language } from '../wording/language';
import { Say } from '../wording/say';
import { Written } from '../wording/written';
import { actorName } from './actor-name';

/** Above a task that came back: who returned it, and why; what is to be mended stands below. */
@Component({
  selector: 'kp-return-notice',
  imports: [Icon, Say, TranslocoDirective, Written],
  template: `
    <section class="returned" *transloco="let t" [attr.aria-label]="t('case.returned')">
      <kp-icon name="return" />
      <div class="returned__body">
        <p class="returned__title">
          {{
            t('case.returnedBy', {
              outcome: (entry().title | say),
              who: who() || t('history.system'),
              at: (entry().at | written: 'date'),
            })
          }}
          @for (state of entry().from; track $index) {
            <span class="chip">{{ state | say }}</span>
          }
        </p>
        <p class="returned__text">{{ entry().opinion || t('case.noReason') }}</p>
        <ng-content />
      </div>
    </section>
  `,
})
export class ReturnNotice {
  readonly entry = input.required<HistoryEntry>();

  protected readonly who = computed(() => actorName(this.entry(), this.language.current()));
  private readonly language = inject(Language);
}
