import { Component, DestroyRef, type ElementRef, inject, viewChild } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Display } from '../display/display';
import { KEYS } from './keymap';
import { Shortcuts } from './shortcuts';

@Component({
  selector: 'kp-shortcut-help',
  imports: [TranslocoDirective],
  template: `
    <dialog #dialog class="dialog" aria-labelledby="shortcut-title">
      <ng-container *transloco="let t">
        <h2 class="dialog__title" id="shortcut-title">{{ t('keys.title') }}</h2>
        <dl class="key-list">
          @for (entry of keys; track entry.command) {
            <div class="key-list__row">
              <dt>
                @for (key of entry.keys; track key) {
                  <kbd>{{ key === 'Escape' ? 'Esc' : key }}</kbd>
                }
              </dt>
              <dd>{{ t('keys.' + entry.command) }}</dd>
            </div>
          }
        </dl>
        <label class="check">
          <input
            type="checkbox"
            [checked]="display.shortcuts()"
            (change)="display.shortcuts.set(!display.shortcuts())"
          />
          <span>{{ t('keys.switch') }}</span>
        </label>
        <div class="dialog__actions">
          <button type="button" class="button" (click)="dialog.close()">{{ t('action.close') }}</button>
        </div>
      </ng-container>
    </dialog>
  `,
})
export class ShortcutHelp {
  protected readonly display = inject(Display);
  protected readonly keys = KEYS;
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    inject(Shortcuts).on('help', () => this.open(), inject(DestroyRef));
  }

  open(): void {
    this.dialog().nativeElement.showModal();
  }
}
