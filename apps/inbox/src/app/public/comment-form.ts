import { Component, computed, inject, input, signal } from '@angular/core';
import { FormField, form, maxLength, required } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import type { PublicSheet } from '#contracts';
import { Api } from '../http/api';
import { Press } from '../http/press';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';

const EMPTY = { rowId: '', text: '', from: '' };
const LONGEST = 1000;

@Component({
  selector: 'kp-comment-form',
  imports: [Failure, FormField, Icon, TranslocoDirective],
  templateUrl: './comment-form.html',
})
export class CommentForm {
  readonly sheet = input.required<PublicSheet>();

  protected readonly comment = form(signal(EMPTY), (path) => {
    required(path.text);
    maxLength(path.text, LONGEST);
    maxLength(path.from, 40);
  });
  protected readonly press = new Press();
  protected readonly error = signal<unknown>(null);
  protected readonly isSent = signal(false);
  protected readonly isRefused = signal(false);
  /** How long the comment is, said once the limit comes near. */
  protected readonly length = computed(() => {
    const { length } = this.comment().value().text;
    return length > LONGEST * 0.8 ? `${length} / ${LONGEST}` : '';
  });
  protected readonly id = computed(() => `comment-${this.sheet().sheetId}`);
  private readonly api = inject(Api);

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    if (this.press.busy()) return;
    const { rowId, text, from } = this.comment().value();
    this.isRefused.set(text.trim() === '');
    if (this.isRefused()) return;
    this.error.set(null);
    const body = { sheetId: this.sheet().sheetId, rowId: rowId || null, text: text.trim(), from: from.trim() };
    try {
      await this.press.run(body, (key) => this.api.post('public/comments', body, key));
      this.comment().value.set(EMPTY);
      this.isSent.set(true);
    } catch (error) {
      this.error.set(error);
    }
  }
}
