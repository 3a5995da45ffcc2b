import { Component, input } from '@angular/core';
import { Icon } from './icon';
import type { IconName } from './icons';

/** Says what will appear here and when. */
@Component({
  selector: 'kp-empty',
  imports: [Icon],
  template: `
    <div class="notice">
      <span class="notice__mark"><kp-icon [name]="icon()" /></span>
      <p class="notice__title">{{ title() }}</p>
      <p class="notice__text">{{ text() }}</p>
      <ng-content />
    </div>
  `,
})
export class Empty {
  readonly icon = input<IconName>('inbox');
  readonly title = input.required<string>();
  readonly text = input('');
}
