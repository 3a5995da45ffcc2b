import { Component, inject, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Display, SIZES, THEMES } from '../display/display';
import { Icon } from '../surface/icon';
import { Menu } from '../surface/menu';

/** Colours, size of type and shortcuts of this browser. */
@Component({
  selector: 'kp-display-menu',
  imports: [Icon, Menu, TranslocoDirective],
  template: `
    <details class="menu" kpMenu #menu="kpMenu" *transloco="let t">
      <summary class="icon-button" [attr.aria-label]="t('display.title')" [title]="t('display.title')">
        <kp-icon name="display" />
      </summary>
      <div class="menu__sheet menu__sheet--end">
        <fieldset class="choices">
          <legend>{{ t('display.theme') }}</legend>
          @for (theme of themes; track theme) {
            <label class="choice">
              <input
                type="radio"
                name="theme"
                [checked]="display.theme() === theme"
                (change)="display.theme.set(theme)"
              />
              <span>{{ t('display.themes.' + theme) }}</span>
            </label>
          }
        </fieldset>
        <fieldset class="choices">
          <legend>{{ t('display.size') }}</legend>
          @for (size of sizes; track size) {
            <label class="choice">
              <input type="radio" name="size" [checked]="display.size() === size" (change)="display.size.set(size)" />
              <span>{{ t('display.sizes.' + size) }}</span>
            </label>
          }
        </fieldset>
        @if (hasShortcuts()) {
          <button type="button" class="menu__item" (click)="menu.close(); shortcutsAsked.emit()">
            <kp-icon name="keyboard" /><span>{{ t('keys.title') }}</span
            ><kbd>?</kbd>
          </button>
        }
      </div>
    </details>
  `,
})
export class DisplayMenu {
  readonly hasShortcuts = input(true);
  readonly shortcutsAsked = output();

  protected readonly display = inject(Display);
  protected readonly themes = THEMES;
  protected readonly sizes = SIZES;
}
