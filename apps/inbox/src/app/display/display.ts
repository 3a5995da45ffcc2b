import { DOCUMENT, Service, effect, inject, signal } from '@angular/core';
import { keptPreference } from './kept-preference';

export const THEMES = ['system', 'light', 'dark'] as const;
export const SIZES = ['normal', 'large'] as const;
const SWITCH = ['on', 'off'] as const;

export type Theme = (typeof THEMES)[number];
export type Size = (typeof SIZES)[number];

/** How this browser shows the product: colours, size of type, keyboard shortcuts. */
@Service()
export class Display {
  private readonly root = inject(DOCUMENT).documentElement;
  private readonly keptTheme = keptPreference('theme', THEMES, 'system');
  private readonly keptSize = keptPreference('size', SIZES, 'normal');
  private readonly keptShortcuts = keptPreference('shortcuts', SWITCH, 'on');

  readonly theme = signal<Theme>(this.keptTheme.read());
  readonly size = signal<Size>(this.keptSize.read());
  readonly shortcuts = signal(this.keptShortcuts.read() === 'on');

  constructor() {
    effect(() => {
      this.root.dataset['theme'] = this.theme();
      this.keptTheme.write(this.theme());
    });
    effect(() => {
      this.root.dataset['size'] = this.size();
      this.keptSize.write(this.size());
    });
    effect(() => this.keptShortcuts.write(this.shortcuts() ? 'on' : 'off'));
  }
}
