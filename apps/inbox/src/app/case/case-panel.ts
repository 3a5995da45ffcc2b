import {
  Component,
  DestroyRef,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { AnswerResult } from '#contracts';
import { Leaving } from '../http/leaving';
import { ProductClock } from '../shell/product-clock';
import { Failure } from '../surface/failure';
import { Skeleton } from '../surface/skeleton';
import { TabBar, type Tab } from '../surface/tab-bar';
import { PageTitle } from '../wording/page-title';
import { Words } from '../wording/words';
import { CaseChanges } from './case-changes';
import { CaseChart } from './case-chart';
import { CaseDesk } from './case-desk';
import { CaseHead } from './case-head';
import { CaseHistory } from './case-history';
import { CaseWork } from './case-work';

const TABS: Tab[] = [
  { id: 'work', word: 'case.tab.work', icon: 'edit' },
  { id: 'history', word: 'case.tab.history', icon: 'history' },
  { id: 'changes', word: 'case.tab.changes', icon: 'changes' },
  { id: 'chart', word: 'case.tab.chart', icon: 'flow' },
];

/** A case whole: what it is, what I can do, what happened, what changed, where it stands. */
@Component({
  selector: 'kp-case-panel',
  imports: [CaseChanges, CaseChart, CaseHead, CaseHistory, CaseWork, Failure, Skeleton, TabBar, TranslocoDirective],
  providers: [CaseDesk],
  templateUrl: './case-panel.html',
  host: { class: 'case' },
})
export class CasePanel {
  readonly instanceId = input.required<string>();
  readonly taskId = input<string | null>(null);
  readonly isBeside = input(false);
  readonly answered = output<AnswerResult>();
  readonly closed = output();

  protected readonly desk = inject(CaseDesk);
  protected readonly tabs = TABS;
  protected readonly tab = signal('work');
  protected readonly chosenTask = signal<string | null>(null);
  protected readonly task = computed(() => {
    const mine = this.desk.view()?.myTasks ?? [];
    return mine.find((one) => one.taskId === this.chosenTask()) ?? mine[0] ?? null;
  });
  private readonly work = viewChild(CaseWork);

  constructor() {
    const clock = inject(ProductClock);
    const title = inject(PageTitle);
    const words = inject(Words);
    effect(() => {
      const view = this.desk.view();
      if (view && !this.isBeside()) title.name(words.in(view.title));
    });
    effect(() => {
      const instanceId = this.instanceId();
      clock.moved();
      untracked(() => {
        this.desk.settle();
        void this.desk.open(instanceId);
      });
    });
    effect(() => {
      this.chosenTask.set(this.taskId());
      this.tab.set('work');
    });
    const destroyed = inject(DestroyRef);
    destroyed.onDestroy(() => this.desk.settle());
    inject(Leaving).on(() => this.desk.flush(), destroyed);
  }

  /** Gives the primary outcome, as a click on its button would. */
  decide(): void {
    this.tab.set('work');
    this.work()?.decide();
  }

  protected take(answer: AnswerResult): void {
    void this.desk.refresh();
    this.answered.emit(answer);
  }
}
