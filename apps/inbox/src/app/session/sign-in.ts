import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { OidcView, SampleAccount, SetupView } from '#contracts';
import { Api } from '../http/api';
import { Failure } from '../surface/failure';
import { Gate } from './gate';
import { ownPage } from './own-page';
import { PasswordField } from './password-field';
import { SampleAccounts } from './sample-accounts';
import { Session } from './session';
import { SignInCode } from './sign-in-code';

/** What is said of an identity provider's refusal. */
const FAILURES = ['unknown', 'disabled', 'no-post', 'refused', 'step-over', 'someone-else', 'unavailable'];

@Component({
  selector: 'kp-sign-in',
  imports: [Failure, FormField, Gate, PasswordField, SampleAccounts, SignInCode, TranslocoDirective],
  templateUrl: './sign-in.html',
})
export class SignIn {
  /** Where to go back to; bound from the address. */
  readonly back = input<string>();
  readonly reason = input<string>();
  /** Why the identity provider did not let the reader in; bound from the address. */
  readonly failed = input<string>();

  protected readonly credentials = form(signal({ account: '', password: '' }));
  protected readonly isBusy = signal(false);
  protected readonly error = signal<unknown>(null);
  protected readonly isIncomplete = signal(false);
  /** The password was right, and the code is to follow. */
  protected readonly ticket = signal<string | null>(null);
  protected readonly hasEnded = computed(() => this.reason() === 'ended');
  protected readonly provider = resource({ loader: () => this.api.get<OidcView>('oidc') });
  protected readonly failure = computed(() => {
    const code = this.failed();
    return code && (FAILURES.find((known) => code === `oidc.${known}`) ?? 'failed');
  });
  protected readonly providerPath = computed(() => `/api/oidc/start?back=${encodeURIComponent(ownPage(this.back()))}`);
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly router = inject(Router);

  constructor() {
    void this.setUpFirst();
  }

  protected submit(event: Event): void {
    event.preventDefault();
    const { account, password } = this.credentials().value();
    this.isIncomplete.set(account.trim() === '' || password === '');
    if (!this.isIncomplete()) void this.signIn(account.trim(), password);
  }

  protected use(sample: SampleAccount): void {
    this.credentials().value.set({ account: sample.account, password: sample.password });
    void this.signIn(sample.account, sample.password);
  }

  protected async enter(): Promise<void> {
    await this.router.navigateByUrl(ownPage(this.back()));
  }

  /** Back to the first step; the account stays. */
  protected startAgain(): void {
    this.credentials.password().value.set('');
    this.ticket.set(null);
  }

  private async signIn(account: string, password: string): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.error.set(null);
    try {
      this.ticket.set(await this.session.signIn(account, password));
      if (this.ticket() === null) await this.enter();
    } catch (error) {
      this.error.set(error);
    } finally {
      this.isBusy.set(false);
    }
  }

  /** Where nobody can sign in yet, somebody has to set the product up. */
  private async setUpFirst(): Promise<void> {
    try {
      if ((await this.api.get<SetupView>('setup')).needed)
        await this.router.navigateByUrl('/setup', { replaceUrl: true });
    } catch (error) {
      this.error.set(error);
    }
  }
}
