import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { MOST_COUNTED, type InboxPage, type InboxTab } from '#contracts';
import { TABS } from './inbox-query';

/** 待办 · 已办 · 我发起 with their counts. */
@Component({
  selector: 'kp-inbox-tabs',
  imports: [RouterLink, TranslocoDirective],
  template: `
    <nav class="tabs" *transloco="let t" [attr.aria-label]="t('inbox.tabs')">
      @for (tab of tabs; track tab) {
        <a
          class="tabs__one"
          [routerLink]="[]"
          [queryParams]="{ tab: tab === 'todo' ? null : tab }"
          [attr.aria-current]="tab === current() ? 'page' : null"
        >
          {{ t('inbox.tab.' + tab) }}
          @if (counts(); as counts) {
            <span class="tabs__count">{{ shown(tab, counts[tab]) }}</span>
          }
        </a>
      }
    </nav>
  `,
})
export class InboxTabs {
  readonly current = input.required<InboxTab>();
  readonly counts = input.required<InboxPage['counts'] | null>();

  protected readonly tabs = TABS;

  /** What is to be done is counted whole; what is behind somebody, no further than is worth knowing. */
  protected shown(tab: InboxTab, count: number): string {
    return tab !== 'todo' && count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count);
  }
}
