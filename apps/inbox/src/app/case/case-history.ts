import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CaseView, HistoryEntry } from '#contracts';
import { FieldValue } from '../form/field-value';
import { Api } from '../http/api';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import type { IconName } from '../surface/icons';
import { Skeleton } from '../surface/skeleton';
import { Language } from '../wording/language';
import { inLanguage, unitNameIn } from '../wording/in-language';
import { Say } from '../wording/say';
import { Written } from '../wording/written';

const MARKS: Record<HistoryEntry['kind'], IconName> = {
  start: 'plus',
  step: 'forward',
  answer: 'check',
  timer: 'clock',
};

/** Everything that happened, newest first, with what each step wrote. */
@Component({
  selector: 'kp-case-history',
  imports: [Failure, FieldValue, Icon, Say, Skeleton, TranslocoDirective, Written],
  templateUrl: './case-history.html',
})
export class CaseHistory {
  readonly view = input.required<CaseView>();

  protected readonly entries = signal<HistoryEntry[] | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly newestFirst = computed(() => this.entries()?.toReversed() ?? null);
  private readonly api = inject(Api);
  private readonly language = inject(Language);

  constructor() {
    effect(() => {
      this.view();
      untracked(() => void this.fetch());
    });
  }

  protected async fetch(): Promise<void> {
    this.error.set(null);
    try {
      this.entries.set(await this.api.get<HistoryEntry[]>(`cases/${this.view().instanceId}/history`));
    } catch (error) {
      this.error.set(error);
    }
  }

  // The name of an account is the Chinese name of a post; in English the post and its unit say the same.
  protected whoOf(entry: HistoryEntry): string {
    const language = this.language.current();
    if (language === 'zh' || !entry.actor) return entry.actor?.name ?? '';
    const unit = entry.unit ? unitNameIn(entry.unit, language) : '';
    return [inLanguage(entry.actor.post, language), unit].filter((part) => part !== '').join(', ');
  }

  protected markOf(entry: HistoryEntry): IconName {
    return MARKS[entry.kind];
  }
}
