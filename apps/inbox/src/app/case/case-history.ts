import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CaseView, HistoryEntry, JournalKind } from '#contracts';
import { FieldValue } from '../form/field-value';
import { Api } from '../http/api';
import { mayRestartAt } from '../operations/offered-operations';
import { RestartButton } from '../operations/restart-button';
import { Session } from '../session/session';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import type { IconName } from '../surface/icons';
import { Skeleton } from '../surface/skeleton';
import { Language } from '../wording/language';
import { Say } from '../wording/say';
import { Written } from '../wording/written';
import { actorName } from './actor-name';

const MARKS: Record<JournalKind, IconName> = {
  start: 'plus',
  step: 'forward',
  answer: 'check',
  timer: 'clock',
  message: 'mail',
  child: 'cases',
  suspend: 'lock',
  resume: 'next',
  cancel: 'cross',
  modify: 'flow',
  restart: 'return',
  migrate: 'changes',
};

/** Everything that happened, newest first, with what each step wrote. */
@Component({
  selector: 'kp-case-history',
  imports: [Failure, FieldValue, Icon, RestartButton, Say, Skeleton, TranslocoDirective, Written],
  templateUrl: './case-history.html',
})
export class CaseHistory {
  readonly view = input.required<CaseView>();
  readonly changed = output();

  protected readonly entries = signal<HistoryEntry[] | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly newestFirst = computed(() => this.entries()?.toReversed() ?? null);
  private readonly session = inject(Session);
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

  protected whoOf(entry: HistoryEntry): string {
    return actorName(entry, this.language.current());
  }

  protected mayRestart(entry: HistoryEntry): boolean {
    return mayRestartAt(this.view(), entry, (permission) => this.session.may(permission));
  }

  protected markOf(entry: HistoryEntry): IconName {
    return MARKS[entry.kind];
  }
}
