import { Component, inject, output, signal } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import type { SessionsEnded } from '#contracts';
import { Api } from '../http/api';
import { Announcements } from '../surface/announcements';
import { Failure } from '../surface/failure';
import { Words } from '../wording/words';
import { PasswordField } from './password-field';

/** Takes the present password and another; beside its own button stands what the page puts there. */
@Component({
  selector: 'kp-password-form',
  imports: [Failure, FormField, PasswordField, TranslocoDirective],
  templateUrl: './password-form.html',
})
export class PasswordForm {
  readonly changed = output();

  protected readonly passwords = form(signal({ present: '', next: '' }));
  protected readonly isBusy = signal(false);
  protected readonly isIncomplete = signal(false);
  protected readonly error = signal<unknown>(null);
  private readonly api = inject(Api);
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);

  protected submit(event: Event): void {
    event.preventDefault();
    const { present, next } = this.passwords().value();
    this.isIncomplete.set(present === '' || next === '');
    if (!this.isIncomplete() && !this.isBusy()) void this.send({ present, next });
  }

  private async send(passwords: { present: string; next: string }): Promise<void> {
    this.isBusy.set(true);
    this.error.set(null);
    try {
      const { ended } = await this.api.put<SessionsEnded>('sessions/password', passwords);
      this.announcements.say(this.words.of(ended > 0 ? 'password.changed' : 'password.changedHere', { count: ended }));
      this.changed.emit();
    } catch (error) {
      this.error.set(error);
    } finally {
      this.isBusy.set(false);
    }
  }
}
