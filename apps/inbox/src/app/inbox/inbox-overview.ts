import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { InboxPage } from '#contracts';
import { Icon } from '../surface/icon';
import { Say } from '../wording/say';

/** What lies on the desk, before anything is opened: how urgent, and at which step. Everything leads to its rows. */
@Component({
  selector: 'kp-inbox-overview',
  imports: [Icon, RouterLink, Say, TranslocoDirective],
  templateUrl: './inbox-overview.html',
})
export class InboxOverview {
  readonly page = input.required<Pick<InboxPage, 'counts' | 'facets'>>();

  protected readonly later = computed(() => {
    const { todo, overdue, near } = this.page().counts;
    return todo - overdue - near;
  });
  protected readonly most = computed(() => Math.max(1, ...this.page().facets.states.map((state) => state.count)));
  protected readonly workflows = computed(() =>
    this.page().facets.workflows.map((workflow) => ({
      ...workflow,
      states: this.page().facets.states.filter((state) => state.workflow === workflow.workflow),
    })),
  );
}
