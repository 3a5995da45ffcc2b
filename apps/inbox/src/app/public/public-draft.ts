import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { PublicSheet } from '#contracts';
import { Say } from '../wording/say';
import { Written } from '../wording/written';
import { CommentForm } from './comment-form';

/** One unit's draft with its targets, and the form to say something about it. */
@Component({
  selector: 'kp-public-draft',
  imports: [CommentForm, Say, TranslocoDirective, Written],
  template: `
    <details class="open-draft" *transloco="let t">
      <summary class="open-draft__head">
        <h2 class="open-draft__title">{{ sheet().title | say }}</h2>
        <span class="open-draft__until">{{ t('public.until', { at: (sheet().closesAt | written: 'full') }) }}</span>
      </summary>
      <ol class="open-draft__rows">
        @for (row of sheet().rows; track row.rowId) {
          <li>
            <h3 class="open-draft__indicator">{{ row.indicator }}</h3>
            <p>{{ row.target }}</p>
            @if (row.measures) {
              <p class="open-draft__measures">
                {{ t('text.pair', { name: t('public.measures'), value: row.measures }) }}
              </p>
            }
          </li>
        }
      </ol>
      <kp-comment-form [sheet]="sheet()" />
    </details>
  `,
})
export class PublicDraft {
  readonly sheet = input.required<PublicSheet>();
}
