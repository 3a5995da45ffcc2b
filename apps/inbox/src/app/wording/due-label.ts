import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Due } from '#contracts';
import { Icon } from '../surface/icon';
import { dueWords } from './due-words';
import { Written } from './written';

const MARKS = { overdue: 'late', near: 'clock', normal: 'calendar' } as const;

/** A deadline as a mark, its working days and, on hover, its day. */
@Component({
  selector: 'kp-due-label',
  imports: [Icon, TranslocoDirective, Written],
  template: `
    <span class="due" *transloco="let t" [class]="'due due--' + due().level" [title]="due().at | written: 'moment'">
      @if (due().level !== 'normal') {
        <kp-icon [name]="mark()" />
      }
      <span>{{ t(words().key, { count: words().count }) }}</span>
      @if (due().provisional) {
        <span class="due__provisional" [title]="t('due.provisionalHelp')">{{ t('due.provisional') }}</span>
      }
    </span>
  `,
})
export class DueLabel {
  readonly due = input.required<Due>();

  protected readonly words = computed(() => dueWords(this.due()));
  protected readonly mark = computed(() => MARKS[this.due().level]);
}
