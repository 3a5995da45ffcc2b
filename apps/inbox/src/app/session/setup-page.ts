import { Component, computed, inject, input, signal, type OnInit } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { SetupDone, SetupView } from '#contracts';
import { Api } from '../http/api';
import { Press } from '../http/press';
import { Failure } from '../surface/failure';
import { Gate } from './gate';
import { PasswordField } from './password-field';
import { Session } from './session';

/** The first page of an empty product: whoever has the code from the server's terminal becomes its administrator. */
@Component({
  selector: 'kp-setup-page',
  imports: [Failure, FormField, Gate, PasswordField, TranslocoDirective],
  templateUrl: './setup-page.html',
})
export class SetupPage implements OnInit {
  /** Where a tenant that was added is set up: its name is given already. Bound from the address. */
  readonly added = input<string>();

  protected readonly isAdded = computed(() => this.added() !== undefined || this.waiting()?.added === true);
  private readonly waiting = signal<SetupView | null>(null);
  protected readonly setup = form(
    signal({ code: '', organisation: '', office: '', account: '', email: '', password: '' }),
  );
  protected readonly isIncomplete = signal(false);
  protected readonly error = signal<unknown>(null);
  protected readonly press = new Press();
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly router = inject(Router);

  ngOnInit(): void {
    if (!this.isAdded()) void this.look();
  }

  protected submit(event: Event): void {
    event.preventDefault();
    const { organisation, ...others } = this.setup().value();
    const given = this.isAdded() ? others : { ...others, organisation };
    this.isIncomplete.set(Object.values(given).some((value) => value.trim() === ''));
    if (!this.isIncomplete()) void this.send(given);
  }

  /** Says what waits; where nothing does, one signs in. */
  private async look(): Promise<void> {
    try {
      const waiting = await this.api.get<SetupView>('setup');
      this.waiting.set(waiting);
      if (!waiting.needed) await this.router.navigateByUrl('/sign-in', { replaceUrl: true });
    } catch (error) {
      this.error.set(error);
    }
  }

  private async send(given: { account: string; password: string }): Promise<void> {
    this.error.set(null);
    try {
      const done = await this.press.run(given, (key) => this.api.post<SetupDone>('setup', given, key));
      if (!done) return;
      await this.session.signIn({ ...done, password: given.password });
      await this.router.navigateByUrl('/import');
    } catch (error) {
      this.error.set(error);
    }
  }
}
