import { Component, DestroyRef, ElementRef, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CaseView, SheetProblem, SheetRow, TaskView } from '#contracts';
import { CaseDesk } from '../case/case-desk';
import { ReturnNotice } from '../case/return-notice';
import type { TaskDraft } from '../case/task-draft';
import { Leaving } from '../http/leaving';
import { Confirmations } from '../surface/confirmations';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Skeleton } from '../surface/skeleton';
import { Words } from '../wording/words';
import { givenVerdicts, restWith, withVerdict, type GivenVerdict } from './given-verdicts';
import { fieldOf, mendableProblems } from './mendable-problems';
import { PublicComments } from './public-comments';
import { lastReturn } from './row-standing';
import { SheetDesk } from './sheet-desk';
import { SheetProblems } from './sheet-problems';
import { SheetRows } from './sheet-rows';
import { WeightBar } from './weight-bar';

/** A unit's sheet for a year (年度目标申报表), in the mode that the case's state gives the reader. */
@Component({
  selector: 'kp-target-sheet',
  imports: [
    Failure,
    Icon,
    PublicComments,
    ReturnNotice,
    SheetProblems,
    SheetRows,
    Skeleton,
    TranslocoDirective,
    WeightBar,
  ],
  providers: [SheetDesk],
  templateUrl: './target-sheet.html',
})
export class TargetSheet {
  readonly view = input.required<CaseView>();
  readonly task = input.required<TaskView | null>();
  readonly draft = input.required<TaskDraft | null>();

  protected readonly desk = inject(SheetDesk);
  protected readonly openRow = signal<string | null>(null);
  protected readonly verdicts = computed(() => givenVerdicts(this.draft()?.values()['rows']));
  protected readonly judges = computed(() => {
    const mode = this.desk.view()?.mode;
    return this.draft() && (mode === 'review' || mode === 'cosign') ? mode : null;
  });
  protected readonly unjudged = computed(
    () => this.judgedRows().filter((row) => !this.verdicts()[row.rowId]?.verdict).length,
  );
  protected readonly returned = computed(() => {
    const task = this.task();
    return task ? this.caseDesk.returnOf(task) : null;
  });
  /** The targets that this return named. */
  protected readonly returnedRows = computed(() =>
    (this.desk.view()?.rows ?? []).flatMap((row) => {
      const verdict = lastReturn(row);
      return verdict && !row.locked && verdict.at === this.returned()?.at ? [{ row, opinion: verdict.opinion }] : [];
    }),
  );
  protected readonly mendable = computed(() => mendableProblems(this.desk.view()));
  private readonly judgedRows = computed(() => (this.desk.view()?.rows ?? []).filter((row) => !row.locked));
  private readonly caseDesk = inject(CaseDesk);
  private readonly confirmations = inject(Confirmations);
  private readonly words = inject(Words);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    effect(() => {
      const { recordId, revision } = this.view();
      untracked(() => {
        if (recordId !== null && revision >= 0) void this.desk.open(recordId);
      });
    });
    this.keepOffersFresh();
    const destroyed = inject(DestroyRef);
    this.caseDesk.beforeStep(() => this.desk.settleAll(), destroyed);
    destroyed.onDestroy(() => void this.desk.settle());
    inject(Leaving).on(() => this.desk.flush(), destroyed);
  }

  protected judge(row: SheetRow, given: GivenVerdict): void {
    this.draft()?.set('rows', withVerdict(this.verdicts(), row.rowId, given));
  }

  protected judgeRest(): void {
    const rowIds = this.judgedRows().map((row) => row.rowId);
    this.draft()?.set('rows', restWith(this.verdicts(), rowIds, this.judges() === 'review' ? 'accept' : 'agree'));
  }

  protected async add(): Promise<void> {
    const rowId = await this.desk.add();
    if (rowId) this.openRow.set(rowId);
  }

  protected nameOf(row: SheetRow): string {
    const apart = this.desk.namesApart().get(row.rowId);
    return [row.content.indicator, apart].filter(Boolean).join(' · ');
  }

  protected async remove(row: SheetRow): Promise<void> {
    const title = this.words.of('sheet.remove');
    const text = this.words.of('sheet.removeConfirm', { name: this.nameOf(row) || String(row.no) });
    if (await this.confirmations.ask({ title, text, confirm: title, isDanger: true })) await this.desk.remove(row);
  }

  protected goTo(problem: SheetProblem): void {
    if (problem.rowId === null) return;
    this.openRow.set(problem.rowId);
    this.focusOn(`#${CSS.escape(`row-${problem.rowId}-${fieldOf(problem)}`)}`);
  }

  protected show(rowId: string): void {
    this.openRow.set(rowId);
    this.focusOn(`[aria-controls=${CSS.escape(`row-${rowId}`)}]`);
  }

  private focusOn(selector: string): void {
    setTimeout(() => this.element.querySelector<HTMLElement>(selector)?.focus(), 60);
  }

  // What may be decided depends on the sheet's open points: the outcomes are asked for again when they change.
  private keepOffersFresh(): void {
    let before: number | null = null;
    effect(() => {
      const points = this.desk.openPoints();
      if (before !== null && points !== null && points !== before) untracked(() => void this.caseDesk.refresh());
      before = points;
    });
  }
}
