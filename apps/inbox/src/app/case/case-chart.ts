import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import type { CaseView, DefinitionView, HistoryEntry } from '#contracts';
import { StateChart } from '../chart/state-chart';
import { walkedPath } from '../chart/walked-path';
import { Api } from '../http/api';
import { Failure } from '../surface/failure';
import { Skeleton } from '../surface/skeleton';
import { Language } from '../wording/language';
import { Say } from '../wording/say';
import { Definitions } from './definitions';

/** The case's place in its workflow, and the way it came. */
@Component({
  selector: 'kp-case-chart',
  imports: [Failure, Say, Skeleton, StateChart],
  template: `
    @if (error(); as error) {
      <kp-failure [error]="error" [canRetry]="true" (retry)="fetch()" />
    }
    @if (definition(); as definition) {
      <p class="section__text">{{ definition.purpose | say }}</p>
      <kp-state-chart
        [chart]="definition.chart"
        [current]="current()"
        [walked]="walked()"
        [title]="definition.title | say"
      />
    } @else if (!error()) {
      <kp-skeleton kind="block" [rows]="5" />
    }
  `,
})
export class CaseChart {
  readonly view = input.required<CaseView>();

  protected readonly definition = signal<DefinitionView | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly current = computed(() => this.view().states.map((state) => state.path));
  protected readonly walked = computed(() => walkedPath(this.definition()?.chart.edges ?? [], this.history()));
  private readonly history = signal<HistoryEntry[]>([]);
  private readonly api = inject(Api);
  private readonly definitions = inject(Definitions);
  private readonly language = inject(Language);

  constructor() {
    effect(() => {
      this.view();
      this.language.current();
      untracked(() => void this.fetch());
    });
  }

  protected async fetch(): Promise<void> {
    const { workflow, version, instanceId, tenant } = this.view();
    this.error.set(null);
    try {
      const [definition, history] = await Promise.all([
        this.definitions.of(workflow, version, this.language.current(), tenant?.code),
        this.api.get<HistoryEntry[]>(`cases/${instanceId}/history`),
      ]);
      this.definition.set(definition);
      this.history.set(history);
    } catch (error) {
      this.error.set(error);
    }
  }
}
