import { Component, computed, input } from '@angular/core';
import { encode } from 'uqr';

/** The quiet zone that cameras want around the modules. */
const BORDER = 4;

/** A text for a camera; dark on light whatever the colours of the page. */
@Component({
  selector: 'kp-qr-code',
  template: `
    <svg class="qr" role="img" [attr.aria-label]="label()" [attr.viewBox]="box()" shape-rendering="crispEdges">
      <rect width="100%" height="100%" fill="#fff" />
      <path fill="#000" [attr.d]="modules()" />
    </svg>
  `,
})
export class QrCode {
  readonly text = input.required<string>();
  readonly label = input.required<string>();

  private readonly code = computed(() => encode(this.text(), { ecc: 'M', border: BORDER }));
  protected readonly box = computed(() => `0 0 ${this.code().size} ${this.code().size}`);
  protected readonly modules = computed(() =>
    this.code()
      .data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
      .join(''),
  );
}
