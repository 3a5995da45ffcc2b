import { Component, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Gate } from './gate';
import { ownPage } from './own-page';
import { PasswordForm } from './password-form';
import { Session } from './session';

/** Before anything else, the reader replaces a password that somebody else made, or one that has expired. */
@Component({
  selector: 'kp-new-password-page',
  imports: [Gate, PasswordForm, TranslocoDirective],
  template: `
    <kp-gate *transloco="let t" [title]="t('page.password')" [isWide]="true">
      <p class="hint hint--info">{{ t('password.due') }}</p>
      <kp-password-form (changed)="goOn()">
        <button type="button" class="button" (click)="signOut()">{{ t('session.signOut') }}</button>
      </kp-password-form>
    </kp-gate>
  `,
})
export class NewPasswordPage {
  /** Where to go on; bound from the address. */
  readonly back = input<string>();

  private readonly session = inject(Session);
  private readonly router = inject(Router);

  protected async goOn(): Promise<void> {
    await this.session.read();
    await this.router.navigateByUrl(ownPage(this.back()));
  }

  protected async signOut(): Promise<void> {
    await this.session.signOut();
    await this.router.navigateByUrl('/sign-in');
  }
}
