import { Component, computed, input, output } from '@angular/core';
import type { Field, UnitRef } from '#contracts';
import { Say } from '../wording/say';
import { ControlInput } from './control-input';
import { FieldLabel } from './field-label';
import { ListInput } from './list-input';

/** Label, control, help and problem of one field. */
@Component({
  selector: 'kp-field-input',
  imports: [ControlInput, FieldLabel, ListInput, Say],
  template: `
    @let spec = field();
    <kp-field-label [name]="name()" [field]="spec" [required]="required()" />
    @if (spec.type === 'list') {
      <kp-list-input
        [name]="name()"
        [field]="spec"
        [value]="value()"
        [units]="units()"
        (changed)="changed.emit($event)"
      />
    } @else {
      <kp-control-input
        [name]="name()"
        [field]="spec"
        [value]="value()"
        [required]="required()"
        [isRefused]="problem() !== ''"
        [describedBy]="describedBy()"
        [units]="units()"
        (changed)="changed.emit($event)"
      />
    }
    @if (spec.help) {
      <p class="field__help" [id]="name() + '-help'">{{ spec.help | say }}</p>
    }
    <p class="field__problem" [id]="name() + '-problem'">{{ problem() }}</p>
  `,
  host: { class: 'field' },
})
export class FieldInput {
  /** Unique on the page: ids of label and control come from it. */
  readonly name = input.required<string>();
  readonly field = input.required<Field>();
  readonly value = input.required<unknown>();
  readonly required = input(false);
  readonly problem = input('');
  readonly units = input<readonly UnitRef[]>([]);
  readonly changed = output<unknown>();

  protected readonly describedBy = computed(() => {
    const problem = `${this.name()}-problem`;
    return this.field().help ? `${this.name()}-help ${problem}` : problem;
  });
}
