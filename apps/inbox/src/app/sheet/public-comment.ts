import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CommentView } from '#contracts';
import { Icon } from '../surface/icon';
import { Written } from '../wording/written';
import { SheetDesk } from './sheet-desk';

/** A comment of the public and the office's answer to it: adopted, or explained. */
@Component({
  selector: 'kp-public-comment',
  imports: [Icon, TranslocoDirective, Written],
  templateUrl: './public-comment.html',
})
export class PublicComment {
  readonly comment = input.required<CommentView>();
  readonly canAnswer = input(false);

  protected readonly adopted = linkedSignal(() => this.comment().answer?.adopted ?? null);
  protected readonly text = linkedSignal(() => this.comment().answer?.text ?? '');
  protected readonly isEditing = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly isIncomplete = signal(false);
  protected readonly showsForm = computed(
    () => this.canAnswer() && (this.comment().answer === null || this.isEditing()),
  );
  protected readonly id = computed(() => `comment-${this.comment().commentId}`);
  private readonly desk = inject(SheetDesk);

  protected async save(): Promise<void> {
    const adopted = this.adopted();
    this.isIncomplete.set(adopted === null || this.text().trim() === '');
    if (adopted === null || this.isIncomplete()) return;
    this.isBusy.set(true);
    const isDone = await this.desk.answerComment(this.comment().commentId, adopted, this.text().trim());
    this.isBusy.set(false);
    if (isDone) this.isEditing.set(false);
  }
}
