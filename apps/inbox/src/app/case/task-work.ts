import { Component, ElementRef, computed, inject, input, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { AnswerResult, CaseView, Offer, TaskView } from '#contracts';
import { GenericForm } from '../form/generic-form';
import { Refusal } from '../http/refusal';
import { Announcements } from '../surface/announcements';
import { Confirmations } from '../surface/confirmations';
import { Failure } from '../surface/failure';
import { Say } from '../wording/say';
import { Words } from '../wording/words';
import { CaseDesk } from './case-desk';
import { fieldOf, missingFields } from './outcome-check';
import { OutcomeBar } from './outcome-bar';

/** The form of one task and its outcomes. */
@Component({
  selector: 'kp-task-work',
  imports: [Failure, GenericForm, OutcomeBar, Say, TranslocoDirective],
  templateUrl: './task-work.html',
})
export class TaskWork {
  readonly view = input.required<CaseView>();
  readonly task = input.required<TaskView>();
  readonly answered = output<AnswerResult>();

  protected readonly desk = inject(CaseDesk);
  protected readonly draft = computed(() => this.desk.draftOf(this.task()));
  protected readonly problems = signal<Record<string, string>>({});
  protected readonly error = signal<unknown>(null);
  private readonly confirmations = inject(Confirmations);
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  decide(): void {
    const offer = this.task().outcomes.find((one) => one.style === 'primary') ?? this.task().outcomes[0];
    if (offer && !offer.refused) void this.give(offer);
  }

  protected async give(offer: Offer): Promise<void> {
    if (this.desk.busy()) return;
    const draft = this.draft();
    const missing = missingFields(offer, this.task().form, draft.values(), draft.opinion());
    this.error.set(null);
    this.problems.set(Object.fromEntries(missing.map((field) => [field, this.neededWords(field)])));
    if (missing.length) {
      this.focusOn(missing[0] ?? 'opinion');
      return;
    }
    if (offer.confirm && !(await this.confirmations.ask(this.questionOf(offer)))) return;
    await this.send(offer);
  }

  private async send(offer: Offer): Promise<void> {
    try {
      const result = await this.desk.answer(this.task(), offer);
      if (!result) return;
      const said = { outcome: this.words.in(offer.title), title: this.words.in(this.view().title) };
      this.announcements.say(this.words.of('case.answered', said));
      this.answered.emit(result);
    } catch (error) {
      this.error.set(error);
      if (error instanceof Refusal) this.showProblems(error);
    }
  }

  private showProblems(refusal: Refusal): void {
    const known = refusal.errors.filter((one) => this.isAsked(fieldOf(one)));
    this.problems.set(Object.fromEntries(known.map((one) => [fieldOf(one), this.words.in(one.message)])));
    if (known[0]) this.focusOn(fieldOf(known[0]));
  }

  private isAsked(field: string): boolean {
    return field === 'opinion' || (this.task().form?.fields.some((one) => one.field === field) ?? false);
  }

  private questionOf(offer: Offer) {
    return {
      title: this.words.in(offer.title),
      text: this.words.in(offer.confirm),
      confirm: this.words.in(offer.title),
      isDanger: offer.style === 'danger',
    };
  }

  private neededWords(field: string): string {
    const title = field === 'opinion' ? this.words.of('case.opinion') : this.words.in(this.view().fields[field]?.title);
    return this.words.of('form.needed', { field: title });
  }

  private focusOn(field: string): void {
    setTimeout(() => this.element.querySelector<HTMLElement>(`#${CSS.escape(`task-${field}`)}`)?.focus());
  }
}
