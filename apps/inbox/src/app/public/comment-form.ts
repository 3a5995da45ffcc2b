import { Component, computed, inject, input, signal } from '@angular/core';
import { FormField, form, required } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import type { PublicSheet } from '#contracts';
import { lengthWords } from '../form/field-text';
import { Api } from '../http/api';
import { Press } from '../http/press';
import { ChosenTenant } from '../session/chosen-tenant';
import { namesApart } from '../sheet/names-apart';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Words } from '../wording/words';

const EMPTY = { rowId: '', text: '', from: '' };
const LONGEST = 1000;

@Component({
  selector: 'kp-comment-form',
  imports: [Failure, FormField, Icon, TranslocoDirective],
  templateUrl: './comment-form.html',
})
export class CommentForm {
  readonly sheet = input.required<PublicSheet>();

  protected readonly apart = computed(() => namesApart(this.sheet().rows));
  protected readonly comment = form(signal(EMPTY), (path) => {
    required(path.text);
  });
  protected readonly press = new Press();
  protected readonly error = signal<unknown>(null);
  protected readonly isSent = signal(false);
  protected readonly problem = signal('');
  protected readonly length = computed(() => lengthWords(this.comment().value().text, LONGEST));
  protected readonly id = computed(() => `comment-${this.sheet().sheetId}`);
  private readonly api = inject(Api);
  private readonly tenant = inject(ChosenTenant);
  private readonly words = inject(Words);

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    if (this.press.busy()) return;
    const { rowId, text, from } = this.comment().value();
    this.problem.set(this.problemOf(text.trim()));
    if (this.problem() !== '') return;
    this.error.set(null);
    const said = { rowId: rowId || null, text: text.trim(), from: from.trim() };
    const body = { sheetId: this.sheet().sheetId, ...said, ...this.tenant.sent() };
    try {
      await this.press.run(body, (key) => this.api.post('public/comments', body, key));
      this.comment().value.set(EMPTY);
      this.isSent.set(true);
    } catch (error) {
      this.error.set(error);
    }
  }

  private problemOf(text: string): string {
    const said = { field: this.words.of('public.text'), max: LONGEST, length: text.length };
    if (text === '') return this.words.of('form.needed', said);
    return text.length > LONGEST ? this.words.of('form.tooLong', said) : '';
  }
}
