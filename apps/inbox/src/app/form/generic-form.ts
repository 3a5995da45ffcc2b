import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Field, FormView, UnitRef } from '#contracts';
import { Say } from '../wording/say';
import { FieldInput } from './field-input';
import { FieldValue } from './field-value';

export interface FieldEdit {
  field: string;
  value: unknown;
}

/** A form made from the definition: shown fields first read, asked fields edited. */
@Component({
  selector: 'kp-generic-form',
  imports: [FieldInput, FieldValue, Say, TranslocoDirective],
  template: `
    <div class="form" *transloco="let t">
      @for (row of rows(); track row.name) {
        @if (row.isReadOnly) {
          <div class="field field--read">
            <span class="field__label">{{ row.field.title | say }}</span>
            <kp-field-value [field]="row.field" [value]="values()[row.name]" [units]="units()" />
          </div>
        } @else {
          <kp-field-input
            [name]="prefix() + row.name"
            [field]="row.field"
            [value]="values()[row.name]"
            [required]="row.isRequired"
            [units]="units()"
            [problem]="problems()[row.name] ?? ''"
            (changed)="edited.emit({ field: row.name, value: $event })"
          />
        }
      }
    </div>
  `,
})
export class GenericForm {
  readonly form = input.required<FormView>();
  readonly fields = input.required<Record<string, Field>>();
  readonly values = input.required<Record<string, unknown>>();
  readonly units = input<readonly UnitRef[]>([]);
  readonly problems = input<Record<string, string>>({});
  readonly prefix = input('field-');
  readonly edited = output<FieldEdit>();

  protected readonly rows = computed(() =>
    this.form().fields.flatMap((one) => {
      const field = this.fields()[one.field];
      if (!field) return [];
      return [{ name: one.field, field, isReadOnly: one.readOnly === true, isRequired: one.required === true }];
    }),
  );
}
