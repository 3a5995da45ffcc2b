import { Component, computed, inject, input, resource, signal, type OnInit } from '@angular/core';
import { FormField, form } from '@angular/forms/signals';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { OidcView, SampleAccount, SetupView } from '#contracts';
import { Api } from '../http/api';
import { Failure } from '../surface/failure';
import { ChosenTenant } from './chosen-tenant';
import { Gate } from './gate';
import { ownPage } from './own-page';
import { PasswordField } from './password-field';
import { SampleAccounts } from './sample-accounts';
import { Session } from './session';
import { SignInCode } from './sign-in-code';
import { TenantField } from './tenant-field';

/** Refusals on the way through the identity provider that have words of their own: `oidc.failed.…`. */
const FAILURES = [
  'unknown',
  'disabled',
  'no-post',
  'refused',
  'step-over',
  'someone-else',
  'unavailable',
  'unit-unknown',
  'tenant-needed',
  'tenant-unknown',
];

@Component({
  selector: 'kp-sign-in',
  imports: [Failure, FormField, Gate, PasswordField, SampleAccounts, SignInCode, TenantField, TranslocoDirective],
  templateUrl: './sign-in.html',
})
export class SignIn implements OnInit {
  /** Where to go back to; bound from the address. */
  readonly back = input<string>();
  readonly reason = input<string>();
  /** Why the identity provider did not let the reader in; bound from the address. */
  readonly failed = input<string>();
  /** Code of the tenant to sign in to; bound from the address. */
  readonly tenant = input<string>();

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
    const key = code?.replace(/^oidc\./, '').replace('.', '-');
    return key && (FAILURES.includes(key) ? key : 'failed');
  });
  protected readonly providerPath = computed(
    () => `/api/oidc/start?${new URLSearchParams({ back: ownPage(this.back()), ...this.chosen.sent() }).toString()}`,
  );
  protected readonly chosen = inject(ChosenTenant);
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly router = inject(Router);

  constructor() {
    void this.setUpFirst();
  }

  ngOnInit(): void {
    void this.tenants();
  }

  protected submit(event: Event): void {
    event.preventDefault();
    const { account, password } = this.credentials().value();
    this.isIncomplete.set(account.trim() === '' || password === '' || this.chosen.isMissing());
    if (!this.isIncomplete()) void this.signIn(account.trim(), password);
  }

  protected use(sample: SampleAccount): void {
    this.credentials().value.set({ account: sample.account, password: sample.password });
    this.chosen.choose(sample.tenant);
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
      this.ticket.set(await this.session.signIn({ account, password, ...this.chosen.sent() }));
      if (this.ticket() === null) await this.enter();
    } catch (error) {
      this.error.set(error);
    } finally {
      this.isBusy.set(false);
    }
  }

  private async tenants(): Promise<void> {
    try {
      await this.chosen.load(this.tenant());
    } catch (error) {
      this.error.set(error);
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
