import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Say } from '../wording/say';
import { ChosenTenant } from './chosen-tenant';

/** Which city or district somebody means who is not signed in; nothing where there is only one. */
@Component({
  selector: 'kp-tenant-field',
  imports: [Say, TranslocoDirective],
  template: `
    @if (tenant.isAsked()) {
      <div class="field" *transloco="let t">
        <label class="field__label" for="tenant">{{ t('session.tenant') }}</label>
        <select #box class="select" id="tenant" aria-required="true" (change)="tenant.choose(box.value)">
          @if (tenant.isMissing()) {
            <option value="" selected>{{ t('session.tenantNone') }}</option>
          }
          @for (one of tenant.all(); track one.code) {
            <option [value]="one.code" [selected]="one.code === code()">{{ one.name | say }}</option>
          }
        </select>
      </div>
    }
  `,
})
export class TenantField {
  protected readonly tenant = inject(ChosenTenant);
  protected readonly code = computed(() => this.tenant.sent().tenant);
}
