import { Component, computed, effect, inject, signal, viewChild, type ElementRef } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import { Failure } from '../surface/failure';
import { PasswordField } from './password-field';
import { Renewals } from './renewals';
import { Session } from './session';

/** Before a sensitive act: the password once more. The act goes on by itself, and nothing that was typed for it is lost. */
@Component({
  selector: 'kp-renewal-dialog',
  imports: [Failure, FormField, PasswordField, TranslocoDirective],
  templateUrl: './renewal-dialog.html',
})
export class RenewalDialog {
  protected readonly renewals = inject(Renewals);
  protected readonly typed = form(signal({ password: '' }));
  /** Who it is, the identity provider says: it is asked in a window of its own. */
  protected readonly isElsewhere = computed(() => this.session.who()?.method === 'oidc');
  protected readonly provePath = '/api/oidc/start?renew=1&back=%2Fproved';
  protected readonly isBusy = signal(false);
  protected readonly isIncomplete = signal(false);
  protected readonly error = signal<unknown>(null);
  private readonly session = inject(Session);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    effect(() => {
      const element = this.dialog().nativeElement;
      const isAsked = this.renewals.asked() !== null;
      if (isAsked && !element.open) element.showModal();
      if (!isAsked && element.open) element.close();
    });
  }

  protected leave(): void {
    this.clear();
    this.renewals.asked()?.answer(false);
  }

  /** The act is tried once more; where it is too early, it is asked again. */
  protected goOn(): void {
    this.renewals.asked()?.answer(true);
  }

  protected submit(event: Event): void {
    event.preventDefault();
    const { password } = this.typed().value();
    this.isIncomplete.set(password === '');
    if (password !== '' && !this.isBusy()) void this.prove(password);
  }

  private async prove(password: string): Promise<void> {
    this.isBusy.set(true);
    this.error.set(null);
    try {
      await this.renewals.prove(password);
      this.clear();
    } catch (error) {
      this.error.set(error);
    } finally {
      this.isBusy.set(false);
    }
  }

  private clear(): void {
    this.typed().value.set({ password: '' });
    this.isIncomplete.set(false);
    this.error.set(null);
  }
}
