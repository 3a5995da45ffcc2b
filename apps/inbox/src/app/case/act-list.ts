import { Component, inject, input, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ActView, AnswerResult, CaseView } from '#contracts';
import { GenericForm } from '../form/generic-form';
import { Announcements } from '../surface/announcements';
import { Confirmations } from '../surface/confirmations';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Say } from '../wording/say';
import { Words } from '../wording/words';
import { CaseDesk } from './case-desk';
import { missingFields } from './outcome-check';

/** Acts open to the reader without a task; each opens to its own small form. */
@Component({
  selector: 'kp-act-list',
  imports: [Failure, GenericForm, Icon, Say, TranslocoDirective],
  templateUrl: './act-list.html',
})
export class ActList {
  readonly view = input.required<CaseView>();
  readonly answered = output<AnswerResult>();

  protected readonly desk = inject(CaseDesk);
  protected readonly opinion = signal('');
  protected readonly typed = signal<Record<string, unknown>>({});
  protected readonly problems = signal<Record<string, string>>({});
  protected readonly error = signal<unknown>(null);
  private readonly confirmations = inject(Confirmations);
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);

  protected valuesOf(act: ActView): Record<string, unknown> {
    return { ...act.form?.values, ...this.typed() };
  }

  protected edit(field: string, value: unknown): void {
    this.typed.update((typed) => ({ ...typed, [field]: value }));
  }

  protected async give(act: ActView): Promise<void> {
    if (this.desk.busy()) return;
    const missing = missingFields(act, act.form, this.valuesOf(act), this.opinion());
    this.error.set(null);
    this.problems.set(Object.fromEntries(missing.map((field) => [field, this.neededWords(field)])));
    if (missing.length) return;
    const title = this.words.in(act.title);
    const text = act.confirm ? this.words.in(act.confirm) : this.words.of('case.actConfirm', { act: title });
    if (!(await this.confirmations.ask({ title, text, confirm: title, isDanger: act.style === 'danger' }))) return;
    try {
      const result = await this.desk.act(act, this.opinion(), this.typed());
      if (!result) return;
      this.announcements.say(
        this.words.of('case.answered', { outcome: title, title: this.words.in(this.view().title) }),
      );
      this.answered.emit(result);
    } catch (error) {
      this.error.set(error);
    }
  }

  private neededWords(field: string): string {
    const title = field === 'opinion' ? this.words.of('case.opinion') : this.words.in(this.view().fields[field]?.title);
    return this.words.of('form.needed', { field: title });
  }
}
