import { Component, inject, input, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CaseView, HistoryEntry } from '#contracts';
import { Announcements } from '../surface/announcements';
import { Icon } from '../surface/icon';
import { Say } from '../wording/say';
import { Words } from '../wording/words';
import { Written } from '../wording/written';
import { ReasonDialog, type Order } from './reason-dialog';

/** Begins a case again where one step of its history had led. */
@Component({
  selector: 'kp-restart-button',
  imports: [Icon, ReasonDialog, Say, TranslocoDirective, Written],
  template: `
    <ng-container *transloco="let t">
      <button type="button" class="link" (click)="isAsked.set(true)">
        <kp-icon name="return" />{{ t('operation.restartHere') }}
        <span class="visually-hidden">{{ entry().title | say }} {{ entry().at | written: 'moment' }}</span>
      </button>
      @if (isAsked()) {
        <kp-reason-dialog
          [title]="t('operation.title', { act: t('operation.name.restart'), title: (view().title | say) })"
          [text]="t('operation.text.restart', { step: (entry().title | say), at: (entry().at | written: 'moment') })"
          [confirm]="t('operation.name.restart')"
          [orderOf]="orderOf"
          (sent)="tell()"
          (refused)="changed.emit()"
          (closed)="isAsked.set(false)"
        />
      }
    </ng-container>
  `,
})
export class RestartButton {
  readonly view = input.required<CaseView>();
  readonly entry = input.required<HistoryEntry>();
  readonly changed = output();

  protected readonly isAsked = signal(false);
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);

  protected readonly orderOf = (reason: string): Order => {
    const { instanceId, revision } = this.view();
    return { path: `cases/${instanceId}/operations/restart`, body: { reason, revision, seq: this.entry().seq } };
  };

  protected tell(): void {
    const act = this.words.of('operation.name.restart');
    this.announcements.say(this.words.of('operation.done', { act, title: this.words.in(this.view().title) }));
    this.changed.emit();
  }
}
