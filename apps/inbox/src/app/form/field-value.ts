import { Component, computed, inject, input } from '@angular/core';
import type { Field, UnitRef } from '#contracts';
import { Language } from '../wording/language';
import { Say } from '../wording/say';
import { fieldText, listRows } from './field-text';

/** A value as it is read, not edited. */
@Component({
  selector: 'kp-field-value',
  imports: [Say],
  template: `
    @if (columns(); as columns) {
      @if (rows().length) {
        <table class="table table--inner">
          <thead>
            <tr>
              @for (column of columns; track column.name) {
                <th scope="col">{{ column.field.title | say }}</th>
              }
            </tr>
          </thead>
          <tbody>
            @for (row of rows(); track $index) {
              <tr>
                @for (column of columns; track column.name) {
                  <td>{{ textOf(column.field, row[column.name]) }}</td>
                }
              </tr>
            }
          </tbody>
        </table>
      } @else {
        <span class="absent">—</span>
      }
    } @else if (text()) {
      <span class="value" [class.value--number]="field()?.type === 'number'">{{ text() }}</span>
    } @else {
      <span class="absent">—</span>
    }
  `,
})
export class FieldValue {
  readonly field = input.required<Field | undefined>();
  readonly value = input.required<unknown>();
  readonly units = input<readonly UnitRef[]>([]);

  private readonly language = inject(Language);
  protected readonly text = computed(() => this.textOf(this.field(), this.value()));
  protected readonly rows = computed(() => listRows(this.value()));
  protected readonly columns = computed(() => {
    const field = this.field();
    if (field?.type !== 'list') return null;
    return Object.entries(field.columns).map(([name, column]) => ({ name, field: column }));
  });

  protected textOf(field: Field | undefined, value: unknown): string {
    return fieldText(field, value, this.units(), this.language.current());
  }
}
