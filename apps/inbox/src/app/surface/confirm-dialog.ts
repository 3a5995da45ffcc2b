import { Component, type ElementRef, effect, inject, viewChild } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Confirmations } from './confirmations';

@Component({
  selector: 'kp-confirm-dialog',
  imports: [TranslocoDirective],
  template: `
    <dialog
      #dialog
      class="dialog"
      aria-labelledby="confirm-title"
      aria-describedby="confirm-text"
      (close)="confirmations.asked()?.answer(false)"
    >
      @if (confirmations.asked(); as asked) {
        <ng-container *transloco="let t">
          <h2 class="dialog__title" id="confirm-title">{{ asked.title }}</h2>
          <p class="dialog__text" id="confirm-text">{{ asked.text }}</p>
          <div class="dialog__actions">
            <button type="button" class="button" (click)="asked.answer(false)">{{ t('action.cancel') }}</button>
            <button
              type="button"
              [class]="asked.isDanger ? 'button button--danger' : 'button button--primary'"
              (click)="asked.answer(true)"
            >
              {{ asked.confirm }}
            </button>
          </div>
        </ng-container>
      }
    </dialog>
  `,
})
export class ConfirmDialog {
  protected readonly confirmations = inject(Confirmations);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    effect(() => {
      const element = this.dialog().nativeElement;
      const isAsked = this.confirmations.asked() !== null;
      if (isAsked && !element.open) element.showModal();
      if (!isAsked && element.open) element.close();
    });
  }
}
