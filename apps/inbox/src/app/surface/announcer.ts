import { Component, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Announcements } from './announcements';
import { Icon } from './icon';

@Component({
  selector: 'kp-announcer',
  imports: [Icon, TranslocoDirective],
  template: `
    <div class="toasts" role="status" aria-live="polite" *transloco="let t">
      @for (one of announcements.current(); track one.id) {
        <div class="toast" [class.toast--done]="one.tone === 'done'">
          <kp-icon [name]="one.tone === 'done' ? 'check' : 'info'" />
          <span>{{ one.text }}</span>
          <button type="button" class="icon-button" (click)="announcements.dismiss(one.id)">
            <kp-icon name="cross" /><span class="visually-hidden">{{ t('action.close') }}</span>
          </button>
        </div>
      }
    </div>
  `,
})
export class Announcer {
  protected readonly announcements = inject(Announcements);
}
