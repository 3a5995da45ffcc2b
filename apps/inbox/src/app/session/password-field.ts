import { Component, computed, input, model, signal } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import { PasswordRules } from './password-rules';

/** A password that its writer may look at; beside a new one stands what it must be. */
@Component({
  selector: 'kp-password-field',
  imports: [PasswordRules, TranslocoDirective],
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
          [attr.aria-describedby]="isNew() ? inputId() + '-help' : null"
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
      @if (isNew()) {
        <kp-password-rules class="field__help" [id]="inputId() + '-help'" />
      }
    </div>
  `,
})
export class PasswordField implements FormValueControl<string> {
  readonly value = model('');
  readonly inputId = input.required<string>();
  readonly label = input.required<string>();
  readonly autocomplete = input.required<'current-password' | 'new-password'>();

  protected readonly isNew = computed(() => this.autocomplete() === 'new-password');
  protected readonly isShown = signal(false);
}
