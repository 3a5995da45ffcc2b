import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CaseView, ChangesView } from '#contracts';
import { Api } from '../http/api';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Skeleton } from '../surface/skeleton';
import { Say } from '../wording/say';
import { Written } from '../wording/written';
import { changedParts } from './changed-parts';

/** What differs from the last submission: mark, word and colour say whether it went or came. */
@Component({
  selector: 'kp-case-changes',
  imports: [Empty, Failure, Icon, Say, Skeleton, TranslocoDirective, Written],
  templateUrl: './case-changes.html',
})
export class CaseChanges {
  readonly view = input.required<CaseView>();

  protected readonly changes = signal<ChangesView | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly groups = computed(() =>
    (this.changes()?.groups ?? []).map((group) => ({
      title: group.title,
      changes: group.changes.map((one) => ({ ...one, parts: changedParts(one.before ?? '', one.after ?? '') })),
    })),
  );
  private readonly api = inject(Api);

  constructor() {
    effect(() => {
      this.view();
      untracked(() => void this.fetch());
    });
  }

  protected async fetch(): Promise<void> {
    this.error.set(null);
    try {
      this.changes.set(await this.api.get<ChangesView>(`cases/${this.view().instanceId}/changes`));
    } catch (error) {
      this.error.set(error);
    }
  }
}
