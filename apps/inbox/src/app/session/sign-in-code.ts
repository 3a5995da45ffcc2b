import { Component, inject, input, output, signal } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import { Failure } from '../surface/failure';
import { Session } from './session';

/** The second step of signing in: the code of the authenticator app, or a recovery code. */
@Component({
  selector: 'kp-sign-in-code',
  imports: [Failure, FormField, TranslocoDirective],
  template: `
    <form class="stack" novalidate (submit)="submit($event)" *transloco="let t">
      <p class="hint hint--info" role="status">{{ t('session.codeAsked') }}</p>
      <div class="field">
        <label class="field__label" for="sign-in-code">{{ t('session.code') }}</label>
        <input
          class="input"
          id="sign-in-code"
          autocomplete="one-time-code"
          autocapitalize="characters"
          spellcheck="false"
          aria-required="true"
          aria-describedby="sign-in-code-help"
          [formField]="typed.code"
        />
        <p class="field__help" id="sign-in-code-help">{{ t('session.codeHelp') }}</p>
      </div>
      @if (error(); as error) {
        <kp-failure [error]="error" />
      }
      <div class="button-row">
        <button type="submit" class="button button--primary" [attr.aria-disabled]="isBusy()">
          {{ t(isBusy() ? 'session.signingIn' : 'session.signIn') }}
        </button>
        <button type="button" class="button" (click)="left.emit()">{{ t('session.startAgain') }}</button>
      </div>
    </form>
  `,
})
export class SignInCode {
  readonly ticket = input.required<string>();
  readonly entered = output();
  readonly left = output();

  protected readonly typed = form(signal({ code: '' }));
  protected readonly isBusy = signal(false);
  protected readonly error = signal<unknown>(null);
  private readonly session = inject(Session);

  protected submit(event: Event): void {
    event.preventDefault();
    const code = this.typed().value().code.trim();
    if (code !== '' && !this.isBusy()) void this.send(code);
  }

  private async send(code: string): Promise<void> {
    this.isBusy.set(true);
    this.error.set(null);
    try {
      await this.session.giveCode(this.ticket(), code);
      this.entered.emit();
    } catch (error) {
      this.error.set(error);
    } finally {
      this.isBusy.set(false);
    }
  }
}
