import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Field, UnitRef } from '#contracts';
import { lengthWords, unitIds } from './field-text';
import { OptionInput } from './option-input';
import { UnitPicker } from './unit-picker';

/** The control of one field, made from its definition; its label stands with whoever uses it. */
@Component({
  selector: 'kp-control-input',
  imports: [OptionInput, TranslocoDirective, UnitPicker],
  templateUrl: './control-input.html',
})
export class ControlInput {
  /** Unique on the page: the control's id. */
  readonly name = input.required<string>();
  readonly field = input.required<Exclude<Field, { type: 'list' }>>();
  readonly value = input.required<unknown>();
  readonly required = input(false);
  readonly isRefused = input(false);
  readonly describedBy = input<string | null>(null);
  readonly units = input<readonly UnitRef[]>([]);
  readonly changed = output<unknown>();

  protected readonly text = computed(() => {
    const value = this.value();
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
  // No maxlength on the control: it would cut off what somebody pastes without a word.
  protected readonly count = computed(() => {
    const field = this.field();
    return field.type === 'text' ? lengthWords(this.text(), field.maxLength) : '';
  });
  protected readonly isOver = computed(() => {
    const field = this.field();
    return field.type === 'text' && this.text().length > field.maxLength;
  });
  protected readonly chosenUnits = computed(() => unitIds(this.value()));

  protected setNumber(control: HTMLInputElement): void {
    this.changed.emit(Number.isNaN(control.valueAsNumber) ? null : control.valueAsNumber);
  }

  protected setUnits(ids: string[]): void {
    this.changed.emit(this.field().type === 'unit' ? (ids[0] ?? null) : ids);
  }
}
