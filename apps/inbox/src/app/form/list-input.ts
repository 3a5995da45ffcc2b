import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Field, UnitRef } from '#contracts';
import { Icon } from '../surface/icon';
import { ControlInput } from './control-input';
import { FieldLabel } from './field-label';
import { listRows } from './field-text';

/** A short table that grows: each row is a small group of fields. */
@Component({
  selector: 'kp-list-input',
  imports: [ControlInput, FieldLabel, Icon, TranslocoDirective],
  templateUrl: './list-input.html',
})
export class ListInput {
  readonly name = input.required<string>();
  readonly field = input.required<Extract<Field, { type: 'list' }>>();
  readonly value = input.required<unknown>();
  readonly units = input<readonly UnitRef[]>([]);
  readonly changed = output<Record<string, unknown>[]>();

  protected readonly rows = computed(() => listRows(this.value()));
  protected readonly isFull = computed(() => this.rows().length >= this.field().maxItems);
  // A list holds plain fields, never another list.
  protected readonly columns = computed(() =>
    Object.entries(this.field().columns).flatMap(([name, field]) => (field.type === 'list' ? [] : [{ name, field }])),
  );

  protected add(): void {
    this.changed.emit([...this.rows(), {}]);
  }

  protected remove(at: number): void {
    this.changed.emit(this.rows().toSpliced(at, 1));
  }

  protected set(at: number, column: string, value: unknown): void {
    this.changed.emit(this.rows().map((row, index) => (index === at ? { ...row, [column]: value } : row)));
  }
}
