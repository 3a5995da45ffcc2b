import { Directive, ElementRef, inject } from '@angular/core';

/** A `<details>` that closes as a menu does: on Escape, on a click elsewhere, when the focus leaves it. */
@Directive({
  selector: 'details[kpMenu]',
  host: {
    '(document:keydown.escape)': 'closeAndReturn($event)',
    '(document:click)': 'closeOutside($event)',
    '(focusout)': 'closeLeft($event)',
  },
  exportAs: 'kpMenu',
})
export class Menu {
  private readonly details = inject<ElementRef<HTMLDetailsElement>>(ElementRef).nativeElement;

  close(): void {
    this.details.open = false;
  }

  protected closeAndReturn(event: Event): void {
    if (!this.details.open) return;
    event.preventDefault();
    this.close();
    this.details.querySelector('summary')?.focus();
  }

  protected closeOutside(event: Event): void {
    if (event.target instanceof Node && !this.details.contains(event.target)) this.close();
  }

  protected closeLeft(event: FocusEvent): void {
    if (event.relatedTarget instanceof Node && !this.details.contains(event.relatedTarget)) this.close();
  }
}
