import { Component, computed, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { UnitRef } from '#contracts';
import { Api } from '../http/api';
import { Press } from '../http/press';
import { Session } from '../session/session';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { UnitName } from '../wording/say';

/** A unit's operator starts a sheet of the unit's own targets (自行申报). */
@Component({
  selector: 'kp-declare-sheet',
  imports: [Failure, Icon, TranslocoDirective, UnitName],
  template: `
    <ng-container *transloco="let t">
      @for (unit of units(); track unit.unitId) {
        <button type="button" class="button" [attr.aria-disabled]="press.busy()" (click)="declare(unit)">
          <kp-icon name="plus" />{{ t('targets.declare', { unit: (unit | unitName), year: year() }) }}
        </button>
      }
      @if (error(); as error) {
        <kp-failure [error]="error" />
      }
    </ng-container>
  `,
})
export class DeclareSheet {
  readonly year = input.required<number>();

  protected readonly press = new Press();
  protected readonly error = signal<unknown>(null);
  private readonly session = inject(Session);
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  protected readonly units = computed(() =>
    (this.session.who()?.posts ?? []).flatMap(({ post, unit }) => (post === 'unit.operator' && unit ? [unit] : [])),
  );

  protected async declare(unit: UnitRef): Promise<void> {
    this.error.set(null);
    const body = { year: this.year(), unitId: unit.unitId };
    try {
      const made = await this.press.run(body, (key) => this.api.post<{ instanceId: string }>('sheets', body, key));
      if (made) await this.router.navigate(['/cases', made.instanceId]);
    } catch (error) {
      this.error.set(error);
    }
  }
}
