import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Field } from '#contracts';
import { Say } from '../wording/say';
import { isGroup } from './field-shape';

/** The words before a control: name, unit of measure, and whether it must be filled in. */
@Component({
  selector: 'kp-field-label',
  imports: [Say, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (isGroup()) {
        <span class="field__label" [id]="name() + '-label'">{{ field().title | say }}</span>
      } @else {
        <label class="field__label" [for]="name()" [id]="name() + '-label'">{{ field().title | say }}</label>
      }
      @if (unit(); as unit) {
        <span class="field__unit">{{ unit | say }}</span>
      }
      @if (required()) {
        <span class="field__mark">{{ t('form.required') }}</span>
      }
    </ng-container>
  `,
})
export class FieldLabel {
  readonly name = input.required<string>();
  readonly field = input.required<Field>();
  readonly required = input(false);

  protected readonly isGroup = computed(() => isGroup(this.field()));
  protected readonly unit = computed(() => {
    const field = this.field();
    return field.type === 'number' ? (field.unit ?? null) : null;
  });
}
