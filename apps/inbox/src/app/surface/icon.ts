import { Component, computed, input } from '@angular/core';
import { ICONS, type IconName } from './icons';

/** A line drawing beside a word; never the only bearer of a meaning. */
@Component({
  selector: 'kp-icon',
  template: `<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path [attr.d]="path()" /></svg>`,
})
export class Icon {
  readonly name = input.required<IconName>();

  protected readonly path = computed(() => ICONS[this.name()]);
}
