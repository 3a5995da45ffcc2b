import { Component, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { FactorEnrolment } from './factor-enrolment';
import { Gate } from './gate';
import { ownPage } from './own-page';
import { Session } from './session';

/** Before anything else, the holder of a post that must have it turns two-step verification on. */
@Component({
  selector: 'kp-new-factor-page',
  imports: [FactorEnrolment, Gate, TranslocoDirective],
  template: `
    <kp-gate *transloco="let t" [title]="t('page.factor')" [isWide]="true">
      <p class="hint hint--info">{{ t('factor.required') }} {{ t('factor.help') }}</p>
      <kp-factor-enrolment (done)="goOn()">
        <button type="button" class="button" (click)="signOut()">{{ t('session.signOut') }}</button>
        <button type="button" class="button" before (click)="signOut()">{{ t('session.signOut') }}</button>
      </kp-factor-enrolment>
    </kp-gate>
  `,
})
export class NewFactorPage {
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
