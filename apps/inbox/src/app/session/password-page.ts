import { Component, inject } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { PasswordForm } from './password-form';

/** The reader gives their account another password. */
@Component({
  selector: 'kp-password-page',
  imports: [PasswordForm, RouterLink, TranslocoDirective],
  template: `
    <div class="page page--narrow" *transloco="let t">
      <header class="page__head">
        <h1 class="page__title">{{ t('page.password') }}</h1>
      </header>
      <p class="section__text">{{ t('password.help') }}</p>
      <kp-password-form (changed)="leave()">
        <a class="button" routerLink="/sessions">{{ t('action.cancel') }}</a>
      </kp-password-form>
    </div>
  `,
})
export class PasswordPage {
  private readonly router = inject(Router);

  protected leave(): void {
    void this.router.navigateByUrl('/sessions');
  }
}
