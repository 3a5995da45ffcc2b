import { Component, ElementRef, inject, input, model } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from './icon';
import type { IconName } from './icons';

export interface Tab {
  id: string;
  word: string;
  icon: IconName;
}

/** Tabs by the book: one stop of the Tab key, arrows walk along. */
@Component({
  selector: 'kp-tab-bar',
  imports: [Icon, TranslocoDirective],
  template: `
    <div class="tab-bar" role="tablist" *transloco="let t" [attr.aria-label]="label()">
      @for (tab of tabs(); track tab.id; let index = $index) {
        <button
          type="button"
          role="tab"
          class="tab-bar__one"
          [id]="name() + '-tab-' + tab.id"
          [attr.aria-controls]="tab.id === current() ? name() + '-panel-' + tab.id : null"
          [attr.aria-selected]="tab.id === current()"
          [tabIndex]="tab.id === current() ? 0 : -1"
          (click)="current.set(tab.id)"
          (keydown)="walk($event, index)"
        >
          <kp-icon [name]="tab.icon" />
          <span>{{ t(tab.word) }}</span>
        </button>
      }
    </div>
  `,
})
export class TabBar {
  readonly name = input.required<string>();
  readonly tabs = input.required<Tab[]>();
  readonly label = input.required<string>();
  readonly current = model.required<string>();

  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected walk(event: KeyboardEvent, index: number): void {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const count = this.tabs().length;
    const next = this.tabs()[(index + by + count) % count];
    if (by === 0 || !next) return;
    event.preventDefault();
    this.current.set(next.id);
    this.element.querySelectorAll<HTMLElement>('[role=tab]')[this.tabs().indexOf(next)]?.focus();
  }
}
