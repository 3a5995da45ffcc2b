import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from '../surface/icon';
import { CasePanel } from './case-panel';

/** A case on a page of its own, as mails link to it. */
@Component({
  selector: 'kp-case-page',
  imports: [CasePanel, Icon, RouterLink, TranslocoDirective],
  template: `
    <div class="page page--case" *transloco="let t">
      <a class="page__back link" routerLink="/inbox"><kp-icon name="back" />{{ t('action.toInbox') }}</a>
      <kp-case-panel [instanceId]="instanceId()" [taskId]="task() ?? null" />
    </div>
  `,
})
export class CasePage {
  readonly instanceId = input.required<string>();
  readonly task = input<string>();
}
