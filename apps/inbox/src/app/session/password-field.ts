import { Component, input, model, signal } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';

/** A password that its writer may look at. */
@Component({
  selector: 'kp-password-field',
  imports: [TranslocoDirective],
  template: `
    <div class="field" *transloco="let t">
      <label class="field__label" [for]="inputId()">{{ label() }}</label>
      <div class="with-button">
        <input
          class="input"
          [id]="inputId()"
          [type]="isShown() ? 'text' : 'password'"
          [attr.autocomplete]="autocomplete()"
          aria-required="true"
          [attr.aria-describedby]="help() ? inputId() + '-help' : null"
          [value]="value()"
          (input)="value.set(typed.value)"
          #typed
        />
        <button
          type="button"
          class="with-button__end"
          [attr.aria-pressed]="isShown()"
          (click)="isShown.set(!isShown())"
        >
          {{ t(isShown() ? 'session.hide' : 'session.show') }}
          <span class="visually-hidden">{{ label() }}</span>
        </button>
      </div>
      @if (help()) {
        <p class="field__help" [id]="inputId() + '-help'">{{ help() }}</p>
      }
    </div>
  `,
})
export class PasswordField implements FormValueControl<string> {
  readonly value = model('');
  readonly inputId = input.required<string>();
  readonly label = input.required<string>();
  readonly autocomplete = input.required<'current-password' | 'new-password'>();
  readonly help = input('');

  protected readonly isShown = signal(false);
}
