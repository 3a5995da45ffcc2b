import { Component, computed, inject, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { SheetRow, SheetView, UnitRef } from '#contracts';
import { isFilled } from '../form/field-text';
import { FieldValue } from '../form/field-value';
import { Icon } from '../surface/icon';
import { Say } from '../wording/say';
import type { GivenVerdict } from './given-verdicts';
import { PlanBeside } from './plan-beside';
import { ROW_FIELDS, allFields, editableFields, fieldGroups, type RowFieldName } from './row-fields';
import { RowEditor } from './row-editor';
import { RowPast } from './row-past';
import { lastReturn } from './row-standing';
import { RowVerdictForm } from './row-verdict-form';
import { SheetDesk } from './sheet-desk';

// What the row above says already.
const IN_THE_ROW: RowFieldName[] = ['indicator', 'target', 'operator', 'value', 'unit'];

/** Everything about one target: what the plan asks, what the unit says, what was said about it. */
@Component({
  selector: 'kp-row-detail',
  imports: [FieldValue, Icon, PlanBeside, RowEditor, RowPast, RowVerdictForm, Say, TranslocoDirective],
  templateUrl: './row-detail.html',
})
export class RowDetail {
  readonly sheet = input.required<SheetView>();
  readonly row = input.required<SheetRow>();
  readonly judges = input.required<'review' | 'cosign' | null>();
  readonly said = input.required<GivenVerdict>();
  readonly judged = output<GivenVerdict>();
  readonly removed = output();

  private readonly desk = inject(SheetDesk);
  protected readonly fields = ROW_FIELDS;
  protected readonly edit = computed(() => this.desk.editOf(this.row()));
  protected readonly returned = computed(() => (this.row().locked ? null : lastReturn(this.row())));
  protected readonly editable = computed(() => editableFields(this.sheet().mode, this.row()));
  /** Beside an editor: what is fixed. */
  protected readonly given = computed(() =>
    this.fixed().filter((field) => !IN_THE_ROW.includes(field) && isFilled(this.edit().content()[field])),
  );
  /** Without one: everything. */
  protected readonly shown = computed(() => (this.editable().length === 0 ? fieldGroups(this.fixed()) : []));
  private readonly fixed = computed(() => allFields().filter((field) => !this.editable().includes(field)));
  protected readonly units = computed<UnitRef[]>(() => this.row().coopUnits);
  protected readonly canRemove = computed(
    () => this.sheet().mode === 'draft' && this.row().origin === 'declared' && !this.row().locked,
  );
}
