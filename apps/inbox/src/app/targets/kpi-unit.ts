import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { TargetKpi } from '#contracts';
import { Icon } from '../surface/icon';
import { Say, UnitName } from '../wording/say';

/** A unit that carries the target, with where its sheet stands. */
@Component({
  selector: 'kp-kpi-unit',
  imports: [Icon, RouterLink, Say, UnitName],
  template: `
    @if (unit().instanceId; as instanceId) {
      <a class="kpi__unit" [routerLink]="['/cases', instanceId]">
        <span>{{ unit() | unitName }}</span>
        <span [class]="unit().issued ? 'state state--done' : 'state'">
          @if (unit().issued) {
            <kp-icon name="check" />
          }
          {{ unit().stateTitle | say }}
        </span>
      </a>
    } @else {
      <span class="kpi__unit">{{ unit() | unitName }}</span>
    }
  `,
})
export class KpiUnit {
  readonly unit = input.required<TargetKpi['years'][number]['units'][number]>();
}
